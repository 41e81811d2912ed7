import { describe, expect, it } from "vitest";
import { scratchProject } from "./support/scratch-project.ts";

const program = `
import * as pulumi from "@pulumi/pulumi";
export const stack: string = pulumi.getStack();
export const organization: string = pulumi.getOrganization();
export const dryRun: boolean = pulumi.runtime.isDryRun();
export const greeting = new pulumi.Config().require("greeting");
export const password = new pulumi.Config().requireSecret("password");
export const argv: string = process.argv.join(" ");
`;

/** The part after the live rows, which repeat short messages. */
const diagnostics = (all: string): string => all.split("Diagnostics:")[1] ?? "";

describe("running programs", () => {
  it("previews, applies, refreshes and destroys a TypeScript program, with its outputs readable", async () => {
    await using project = await scratchProject({ "index.ts": program });
    await project.pulumi(["config", "set", "greeting", "hello"]);
    await project.pulumi(["config", "set", "--secret", "password", "open-sesame"]);

    const preview = await project.pulumi(["preview"]);
    expect(preview.all).toContain("dryRun      : true");
    expect(preview.exitCode).toBe(0);

    const up = await project.pulumi(["up", "--yes", "--skip-preview"]);
    expect(up.all).not.toContain("open-sesame");
    expect(up.exitCode).toBe(0);

    const outputs = JSON.parse((await project.pulumi(["stack", "output", "--json"])).stdout);
    expect(outputs).toMatchObject({ stack: "test", dryRun: false, greeting: "hello", password: "[secret]" });
    expect(outputs.argv).not.toContain("open-sesame");
    const shown = await project.pulumi(["stack", "output", "password", "--show-secrets"]);
    expect(shown.stdout).toBe("open-sesame");

    expect(await project.pulumi(["refresh", "--yes"])).toMatchObject({ exitCode: 0 });
    expect(await project.pulumi(["destroy", "--yes"])).toMatchObject({ exitCode: 0 });
  });

  it("passes nodeargs on and shows what a program prints", async () => {
    const options = { typescript: false, nodeargs: "--title='quite a title' --trace-uncaught" };
    await using project = await scratchProject(
      { "index.ts": 'console.log("printed by", process.title); console.error("warned by", process.title);' },
      { settings: { runtime: { name: "nodejs", options } } },
    );
    const { all, exitCode } = await project.pulumi(["preview"]);
    expect(all).toContain("printed by quite a title");
    expect(all).toContain("warned by quite a title");
    expect(exitCode).toBe(0);
  });

  it("refuses an option of the wrong kind and names it", async () => {
    await using project = await scratchProject(
      { "index.ts": "" },
      { settings: { runtime: { name: "nodejs", options: { packagemanager: "npn" } } } },
    );
    const { all, exitCode } = await project.pulumi(["preview"]);
    expect(all).toContain("runtime.options.packagemanager");
    expect(exitCode).not.toBe(0);
  });
});

describe("failing programs", () => {
  it("tells a thrown error once, with its message, and fails", async () => {
    await using project = await scratchProject({ "index.ts": 'throw new Error("the moon is in the way");' });
    const { all, exitCode } = await project.pulumi(["preview"]);
    expect(all.match(/the moon is in the way/g)).toHaveLength(1);
    expect(exitCode).not.toBe(0);
  });

  it("tells a RunError without a stack", async () => {
    await using project = await scratchProject({
      "index.ts": 'import { RunError } from "@pulumi/pulumi"; throw new RunError("CONFIG_INVALID: no origins");',
    });
    const { all, exitCode } = await project.pulumi(["preview"]);
    expect(diagnostics(all).match(/CONFIG_INVALID: no origins/g)).toHaveLength(1);
    expect(all).not.toMatch(/^\s+at .*index\.ts/m);
    expect(exitCode).not.toBe(0);
  });

  it("shows an error that the program logged, once", async () => {
    await using project = await scratchProject({
      "index.ts": 'import * as pulumi from "@pulumi/pulumi"; await pulumi.log.error("origins are missing");',
    });
    const { all } = await project.pulumi(["preview"]);
    expect(diagnostics(all).match(/error: origins are missing/g)).toHaveLength(1);
  });

  it("says with which exit code a program ended by itself", async () => {
    await using project = await scratchProject({ "index.ts": "process.exit(7);" });
    const { all, exitCode } = await project.pulumi(["preview"]);
    expect(all).toContain("Program exited with non-zero exit code: 7");
    expect(exitCode).not.toBe(0);
  });

  it("says how to install packages that are not there", async () => {
    await using project = await scratchProject({ "index.ts": "" });
    await project.withoutPackages();
    const { all, exitCode } = await project.pulumi(["preview"]);
    expect(all).toContain("npm ci --prefix");
    expect(exitCode).not.toBe(0);
  });
});
