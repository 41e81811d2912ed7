import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { defineProvider, defineResource } from "../../providers/protocol/resource.ts";
import { startServer } from "../../providers/protocol/serve.ts";
import { scratchProject } from "./support/scratch-project.ts";

const thing = defineResource<unknown>()({
  type: "tiny:index:Thing",
  description: "A thing, whatever its id.",
  inputs: z.object({
    size: z.int().optional(),
    env: z.record(z.string(), z.string()).optional(),
    tags: z.array(z.string()).optional(),
    token: z.string().optional(),
  }),
  state: z.object({}),
  secrets: ["token"],
  create: async () => ({ id: "never", state: {} }),
  read: async () => ({
    inputs: {
      size: 3,
      env: { "A.B": `one "quoted" \${line}\nand another`, C: "c" },
      tags: ["x", "y"],
      token: "open-sesame",
    },
    state: {},
  }),
  update: async () => ({}),
  delete: async () => undefined,
});
const provider = defineProvider({
  name: "tiny",
  version: "0.0.1",
  description: "One resource.",
  config: z.object({}),
  configure: () => undefined,
  resources: [thing],
});

/** A provider as a folder that the language host runs. */
const folder = {
  "tiny/PulumiPlugin.yaml": "runtime: nodejs\n",
  "tiny/package.json": JSON.stringify({ name: "tiny", version: "0.0.1", private: true, main: "main.js" }),
  "tiny/main.js": `
const { main } = require("@pulumi/pulumi/provider");
const schema = { name: "tiny", version: "0.0.1", resources: { "tiny:index:Thing": {} } };
main({ version: "0.0.1", getSchema: async () => JSON.stringify(schema) }, process.argv.slice(2));
`,
  "index.ts": "",
};

describe("plugins and code", () => {
  it("imports through an attached provider and prints the TypeScript to paste, without the secret", async () => {
    await using server = new AsyncDisposableStack();
    const { port, close } = await startServer(provider);
    server.defer(close);
    await using project = await scratchProject({ "index.ts": "" }, { attach: { tiny: port } });
    const { all, exitCode } = await project.pulumi(["import", "tiny:index:Thing", "my-thing", "id-1", "--yes"]);
    expect(all).toContain('const myThing = new tiny.Thing("my-thing", {');
    expect(all).toContain(`"A.B": "one \\"quoted\\" \${line}\\nand another",`);
    expect(all).toContain('tags: ["x", "y"],');
    expect(all).toContain("protect: true,");
    expect(exitCode).toBe(0);
    expect(all).toContain('token: config.requireSecret("token")');
    expect(all).not.toContain("open-sesame");
    const { stdout } = await project.pulumi(["stack", "export"]);
    expect(JSON.parse(stdout).deployment.resources).toContainEqual(
      expect.objectContaining({ type: "tiny:index:Thing", id: "id-1", protect: true }),
    );
  });

  it("reads a schema through a provider that it runs", async () => {
    await using project = await scratchProject(folder);
    const { stdout, exitCode } = await project.pulumi(["package", "get-schema", "./tiny"]);
    expect(JSON.parse(stdout)).toMatchObject({ name: "tiny", resources: { "tiny:index:Thing": {} } });
    expect(exitCode).toBe(0);
  });

  it("says where a Pulumi with code generation is to be had", async () => {
    await using project = await scratchProject(folder);
    const { all, exitCode } = await project.pulumi(["package", "gen-sdk", "./tiny", "--language", "nodejs"]);
    expect(all).toContain("LANGUAGE_HOST_UNSUPPORTED");
    expect(exitCode).not.toBe(0);
  });
});

describe("packages", () => {
  it("installs what package.json names and shows the package manager at work", async () => {
    await using project = await scratchProject({
      "index.ts": "",
      "local/package.json": JSON.stringify({ name: "local", version: "1.2.3" }),
      "package.json": JSON.stringify({ name: "scratch", type: "module", dependencies: { local: "file:./local" } }),
    });
    await project.withoutPackages();
    const { all, exitCode } = await project.pulumi(["install"]);
    expect(all).toContain("Installing packages with npm install");
    expect(exitCode).toBe(0);
    const installed = await readFile(join(project.folder, "node_modules", "local", "package.json"), "utf8");
    expect(JSON.parse(installed)).toMatchObject({ version: "1.2.3" });
  });

  it("fails with the package manager's words and the command to try", async () => {
    await using project = await scratchProject({
      "index.ts": "",
      "package.json": JSON.stringify({ name: "scratch", dependencies: { local: "file:./nowhere.tgz" } }),
    });
    await project.withoutPackages();
    const { all, exitCode } = await project.pulumi(["install"]);
    expect(all).toContain("nowhere.tgz");
    expect(all).toContain("fix: npm install");
    expect(exitCode).not.toBe(0);
  });

  it("tells pulumi about Node and the program's packages", async () => {
    await using project = await scratchProject({
      "index.ts": "",
      "package.json": JSON.stringify({ name: "scratch", type: "module", dependencies: { "@pulumi/pulumi": "*" } }),
    });
    const { stdout, exitCode } = await project.pulumi(["about", "--json"]);
    const about = JSON.parse(stdout);
    expect(about.runtime.version).toMatch(/^v?24\./);
    expect(about.dependencies).toContainEqual({ name: "@pulumi/pulumi", version: expect.stringMatching(/^3\./) });
    expect(exitCode).toBe(0);
  });
});
