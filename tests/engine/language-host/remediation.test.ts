import analyzerPb from "@pulumi/pulumi/proto/analyzer_pb.js";
import { expect, it } from "vitest";
import { Remediation } from "../../../engine/language-host/remediation.ts";

const { ADVISORY, MANDATORY, REMEDIATE } = analyzerPb.EnforcementLevel;
type Level = analyzerPb.EnforcementLevel;

const infoWith = (...levels: Level[]) => {
  const info = new analyzerPb.AnalyzerInfo();
  info.setPoliciesList(levels.map((level) => new analyzerPb.PolicyInfo().setEnforcementlevel(level)));
  return info.serializeBinary();
};
const configurationWith = (level: Level) => {
  const request = new analyzerPb.ConfigureAnalyzerRequest();
  request.getPolicyconfigMap().set("a-policy", new analyzerPb.PolicyConfig().setEnforcementlevel(level));
  return request.serializeBinary();
};

it("is possible as long as the pack has not told its policies", () => {
  expect(new Remediation().possible).toBe(true);
});

it("is not where no policy has that level", () => {
  const remediation = new Remediation();
  remediation.declared(infoWith(MANDATORY, ADVISORY));
  remediation.configured(configurationWith(MANDATORY));
  expect(remediation.possible).toBe(false);
});

it("is where one policy has that level by itself", () => {
  const remediation = new Remediation();
  remediation.declared(infoWith(MANDATORY, REMEDIATE));
  expect(remediation.possible).toBe(true);
});

it("is where the engine's configuration gives a policy that level", () => {
  const remediation = new Remediation();
  remediation.declared(infoWith(MANDATORY));
  remediation.configured(configurationWith(REMEDIATE));
  expect(remediation.possible).toBe(true);
});
