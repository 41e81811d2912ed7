import { describe, expect, it } from "vitest";
import { scratchProject } from "./support/scratch-project.ts";

const pack = (rule: string): Record<string, string> => ({
  "policies/PulumiPolicy.yaml": "runtime: nodejs\ndescription: A pack for this test.\n",
  "policies/package.json": JSON.stringify({
    name: "pack",
    version: "0.0.1",
    private: true,
    type: "module",
    main: "main.js",
  }),
  "policies/main.js": 'import("./pack.ts");',
  "policies/pack.ts": `
import * as pulumi from "@pulumi/pulumi";
import { PolicyPack } from "@pulumi/policy";
new PolicyPack("pack", { policies: [{ name: "rule", description: "A rule.", enforcementLevel: "mandatory", ${rule} }] });
`,
  "index.ts": "",
});

const telling = `
configSchema: { properties: { owner: { type: "string" } } },
validateResource(args, report) {
  const config = new pulumi.Config();
  report([
    "greeting=" + config.get("greeting"),
    "password has " + (config.get("password") ?? "").length + " letters",
    "owner=" + args.getConfig().owner,
    pulumi.getProject(), pulumi.getStack(), pulumi.getOrganization(),
    pulumi.runtime.isDryRun() ? "preview" : "update",
  ].join(" | "));
}`;

describe("policy packs", () => {
  it("gives a pack stack config, policy config, names and the kind of run, and fails the preview with its words", async () => {
    await using project = await scratchProject({ ...pack(telling), "policy.json": '{ "rule": { "owner": "ann" } }' });
    await project.pulumi(["config", "set", "greeting", "hello"]);
    await project.pulumi(["config", "set", "--secret", "password", "open-sesame"]);

    const { all, exitCode } = await project.pulumi([
      "preview",
      "--policy-pack=policies",
      "--policy-pack-config=policy.json",
    ]);

    expect(all).toContain(
      "greeting=hello | password has 11 letters | owner=ann | tested | test | organization | preview",
    );
    expect(all).not.toContain("open-sesame");
    expect(exitCode).not.toBe(0);
  });

  it.each([
    ["by itself", { "policies/none": "" }, 'enforcementLevel: "remediate",', []],
    ["by its configuration", { "policy.json": '{ "rule": "remediate" }' }, "", ["--policy-pack-config=policy.json"]],
  ])("lets a policy that remediates %s change what a resource gets", async (_title, files, level, more) => {
    const remediating = `${level} remediateResource({ props }) { return { ...props, greeting: "repaired" }; }`;
    await using project = await scratchProject({
      ...pack(remediating),
      ...files,
      "index.ts": `
import * as pulumi from "@pulumi/pulumi";
class Judged extends pulumi.ComponentResource {}
new Judged("test:index:Judged", "judged", { greeting: "hello" });
`,
    });
    const { all } = await project.pulumi(["preview", "--policy-pack=policies", ...more]);
    expect(all).toMatch(/\[remediate\] {2}rule/);
  });

  it("judges all the same when it is known from the last run, tells an update from a preview, and configuration is there before the first resource", async () => {
    await using project = await scratchProject(pack(telling));
    await project.pulumi(["config", "set", "greeting", "hello"]);
    const first = await project.pulumi(["preview", "--policy-pack=policies"]);
    await project.pulumi(["config", "set", "greeting", "hello again"]);
    const second = await project.pulumi(["preview", "--policy-pack=policies"]);
    expect(first.all).toContain("greeting=hello | ");
    expect(second.all).toContain("greeting=hello again | ");
    expect(second.exitCode).not.toBe(0);
    const update = await project.pulumi(["up", "--yes", "--skip-preview", "--policy-pack=policies"]);
    expect(update.all).toContain("| update");
  });

  it("judges nothing by the policies of the last run when they are others now, and never keeps them again", async () => {
    const varying = pack('validateResource(_, report) { report("told"); }');
    await using project = await scratchProject({
      ...varying,
      "policies/pack.ts":
        varying["policies/pack.ts"]?.replace('name: "rule"', 'name: process.env.RULE ?? "rule"') ?? "",
    });
    const preview = (rule: string) => project.pulumi(["preview", "--policy-pack=policies"], { RULE: rule });
    expect((await preview("one")).all).toMatch(/\[mandatory\] {2}one /);
    const { all, exitCode } = await preview("another");
    expect(exitCode).not.toBe(0);
    expect(all).toContain("the policies of this pack are others than in the last run");
    expect((await preview("another")).all).toMatch(/\[mandatory\] {2}another /);
    expect((await preview("one")).all).toMatch(/\[mandatory\] {2}one /);
  });

  it("passes when no rule objects, and shows what the pack prints", async () => {
    await using project = await scratchProject(pack('validateStack() { console.log("looked at all"); }'));
    const { all, exitCode } = await project.pulumi(["preview", "--policy-pack=policies"]);
    expect(all).toContain("looked at all");
    expect(exitCode).toBe(0);
  });

  it("fails with the pack's own error when it cannot start", async () => {
    await using project = await scratchProject({
      ...pack(""),
      "policies/main.js": 'throw new Error("the pack is not ready")',
    });
    const { all, exitCode } = await project.pulumi(["preview", "--policy-pack=policies"]);
    expect(all).toContain("the pack is not ready");
    expect(exitCode).not.toBe(0);
  });

  it("names the trouble when a pack prints before it serves", async () => {
    const files = pack("validateStack() {}");
    await using project = await scratchProject({
      ...files,
      "policies/pack.ts": `console.log("hello there");${files["policies/pack.ts"]}`,
    });
    const { all, exitCode } = await project.pulumi(["preview", "--policy-pack=policies"]);
    expect(all).toContain('the policy pack printed "hello there" where its port was expected');
    expect(exitCode).not.toBe(0);
  });

  it("runs two packs side by side, each with its own answers", async () => {
    const second = Object.fromEntries(
      Object.entries(pack('validateResource(_, report) { report("second"); }')).map(([name, text]) => [
        name.replace("policies/", "more/"),
        text.replaceAll('"pack"', '"more"'),
      ]),
    );
    await using project = await scratchProject({
      ...pack('validateResource(_, report) { report("first"); }'),
      ...second,
    });
    const { all } = await project.pulumi(["preview", "--policy-pack=policies", "--policy-pack=more"]);
    expect(all).toMatch(/rule.*\n.*A rule\..*\n\s+first/);
    expect(all).toMatch(/rule.*\n.*A rule\..*\n\s+second/);
  });
});
