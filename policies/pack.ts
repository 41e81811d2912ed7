import { PolicyPack, type ReportViolation, type ResourceValidationPolicy } from "@pulumi/policy";
import { Config } from "@pulumi/pulumi/config.js";
import { factsOf } from "./facts.ts";
import type { Finding, Rule } from "./rule.ts";
import { rules } from "./rules.ts";
import { plainProperties } from "./unknown.ts";

/** The library takes an object too, which its types leave out: the only way to give one finding its own level. */
type ReportFinding = (violation: { message: string; enforcementLevel: "mandatory" | "advisory" }) => void;

/** A rule in the library's form. Every finding states its level, so that pack configuration cannot soften it. */
function policyOf(rule: Rule<never>): ResourceValidationPolicy {
  const { name, description, severity } = rule;
  return {
    name,
    description,
    severity,
    enforcementLevel: "mandatory",
    validateResource({ type, name, urn, props }, report: ReportViolation) {
      const resource = { type, name, properties: () => plainProperties(props) };
      const findings = rule.judgeResource(resource, () => factsOfStack(urn));
      for (const finding of findings) (report as unknown as ReportFinding)(reportOf(finding));
    },
  };
}

const reportOf = ({ level, message, fix }: Finding) => ({
  message: `${message}\n  fix: ${fix}`,
  enforcementLevel: level === "notice" ? ("advisory" as const) : ("mandatory" as const),
});

/** Read when a rule runs: the stack's configuration reaches the pack after it was started. */
function factsOfStack(urn: string) {
  const config = new Config("cutover");
  return factsOf(stackOf(urn), (key) => config.getObject<unknown>(key));
}

/** `urn:pulumi:STACK::PROJECT::TYPE::NAME` */
const stackOf = (urn: string): string => urn.split("::")[0]?.slice("urn:pulumi:".length) ?? "";

new PolicyPack("cutover", { enforcementLevel: "mandatory", policies: rules.map(policyOf) });
