import { describe, expect, it } from "vitest";
import { type Plain, Unknown } from "../../../policies/unknown.ts";
import { requirePreviewProtection } from "../../../policies/vercel/require-preview-protection.ts";
import { facts, PROJECT, resource, told } from "../stack-facts.ts";

const judge = (properties: Record<string, Plain>, production = true) =>
  requirePreviewProtection.judgeResource(resource(PROJECT, { name: "twin-brains", ...properties }), () => ({
    ...facts,
    production,
  }));
const authentication = (deploymentType: Plain) => ({ vercelAuthentication: { deploymentType } });
const office = [{ value: "203.0.113.7/32" }];
const fix = "pulumi config set --path cutover:frontend.previewProtection standard --stack prod";

describe("S1.2 passes", () => {
  it.each<[string, Record<string, Plain>]>([
    ["standard protection", authentication("standard_protection_new")],
    ["the former standard", authentication("standard_protection")],
    ["the same in another spelling", authentication("standardProtectionNew")],
    ["previews alone", authentication("only_preview_deployments")],
    ["all deployments", authentication("all_deployments")],
    ["the API's own words", authentication("prod_deployment_urls_and_all_previews")],
    ["the default kind", { vercelAuthentication: {} }],
    ["a password", { passwordProtection: { deploymentType: "all_deployments" }, ...authentication("none") }],
    ["known addresses", { trustedIps: { addresses: office, deploymentType: "all_deployments" } }],
    ["no previews at all", { previewDeploymentsDisabled: true }],
    ["forks that ask", { ...authentication("standard_protection_new"), gitForkProtection: true }],
  ])("%s", (_title, properties) => {
    expect(judge(properties)).toEqual([]);
  });

  it("a stack that is not production", () => {
    expect(judge(authentication("none"), false)).toEqual([]);
  });
});

describe("S1.2 refuses", () => {
  const open = (kind: string) =>
    `twin-brains: everybody may open its previews, since its Vercel Authentication is "${kind}"; expected standard protection`;
  const unsaid = "twin-brains: nothing says who may open its previews; expected standard protection";

  it.each<[string, Record<string, Plain>, string]>([
    ["none", authentication("none"), open("none")],
    ["production alone", authentication("only_production_deployments"), open("only_production_deployments")],
    ["a word that Vercel does not know", authentication("off"), open("off")],
    ["nothing said", {}, unsaid],
    [
      "addresses that only spare another door",
      { trustedIps: { addresses: office, deploymentType: "all_deployments", protectionMode: "trusted_ip_optional" } },
      unsaid,
    ],
    [
      "a list of everybody",
      { trustedIps: { addresses: [{ value: "0.0.0.0/0" }], deploymentType: "all_deployments" } },
      unsaid,
    ],
  ])("%s", (_title, properties, message) => {
    expect(told(judge(properties))).toEqual([[message, fix]]);
  });

  it("forks whose pull requests are built without asking", () => {
    const found = judge({ ...authentication("standard_protection_new"), gitForkProtection: false });
    expect(told(found)).toEqual([
      [
        "twin-brains: pull requests from forks are built without being asked for, with the project's variables; expected gitForkProtection",
        "take gitForkProtection: false out of twin-brains: Vercel then asks a member of the team first",
      ],
    ]);
  });
});

it.each<[string, Record<string, Plain>]>([
  ["the door", { vercelAuthentication: new Unknown("later") }],
  ["its kind", authentication(new Unknown("later"))],
  ["forks", { ...authentication("standard_protection"), gitForkProtection: new Unknown("later") }],
])("S1.2 gives notice where %s is not known yet", (_title, properties) => {
  expect(judge(properties)).toEqual([expect.objectContaining({ level: "notice", fix: "later" })]);
});
