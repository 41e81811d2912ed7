import {
  PolicyPack,
  type ReportViolation,
  type ResourceValidationPolicy,
  type StackValidationPolicy,
} from "@pulumi/policy";
import { Config } from "@pulumi/pulumi/config.js";
import { factsOf } from "./facts.ts";
import type { Finding, Rule } from "./rule.ts";
import { rules } from "./rules.ts";
import { plainProperties } from "./unknown.ts";

/** The library takes an object too, which its types leave out: the only way to give one finding its own level. */
type ReportFinding = (violation: { message: string; enforcementLevel: "mandatory" | "advisory"; urn?: string }) => void;

/** A rule in the library's form. Every finding states its level, so that pack configuration cannot soften it. */
function policyOf(rule: Rule<never>): ResourceValidationPolicy | StackValidationPolicy {
  const { name, description, severity } = rule;
  const known = { name, description, severity, enforcementLevel: "mandatory" as const };
  if (rule.scope === "stack")
    return {
      ...known,
      validateStack({ resources }, report) {
        const all = resources.map(({ type, name, urn, props }) => ({
          type,
          name,
          urn,
          properties: () => plainProperties(props),
        }));
        tell(
          rule.judgeStack(all, () => factsOfStack(resources[0]?.urn ?? "")),
          report,
        );
      },
    };
  return {
    ...known,
    validateResource({ type, name, urn, props }, report) {
      const resource = { type, name, properties: () => plainProperties(props) };
      tell(
        rule.judgeResource(resource, () => factsOfStack(urn)),
        report,
      );
    },
  };
}

function tell(findings: readonly Finding[], report: ReportViolation): void {
  for (const finding of findings) (report as unknown as ReportFinding)(reportOf(finding));
}

const reportOf = ({ level, message, fix, urn }: Finding) => ({
  message: `${message}\n  fix: ${fix}`,
  enforcementLevel: level === "notice" ? ("advisory" as const) : ("mandatory" as const),
  ...(urn ? { urn } : {}),
});

/** Read when a rule runs: the stack's configuration reaches the pack after it was started. */
function factsOfStack(urn: string) {
  const config = new Config("cutover");
  return factsOf(stackOf(urn), (key) => config.getObject<unknown>(key));
}

/** `urn:pulumi:STACK::PROJECT::TYPE::NAME` */
const stackOf = (urn: string): string => urn.split("::")[0]?.slice("urn:pulumi:".length) ?? "";

new PolicyPack("cutover", { enforcementLevel: "mandatory", policies: rules.map(policyOf) });
