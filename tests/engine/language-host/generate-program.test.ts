import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import { generateProgram } from "../../../engine/language-host/generate-program.ts";

/** A folder without packages, so that no import can be named. */
const nowhere = tmpdir();
const repository = process.cwd();

describe("code for what was imported", () => {
  it("declares a resource with inputs and options, and imports the package that has its class", () => {
    const pcl = `
resource my-project "vercel:index/project:Project" {
  __logicalName = "my project"
  name = "shop"
  framework = "nextjs" // a comment
  retries = -1.5e3
  ready = true
  domains = ["a.example", "b.example"]
  build = { command = "make \\"all\\"\\n", "out dir" = null, steps: [{ name = "x" }] }

  options {
    protect = true
    dependsOn = [my-database]
  }
}`;
    expect(generateProgram([pcl], repository)).toBe(`import * as vercel from "@pulumiverse/vercel";

const myProject = new vercel.Project("my project", {
  name: "shop",
  framework: "nextjs",
  retries: -1500,
  ready: true,
  domains: ["a.example", "b.example"],
  build: {
    command: "make \\"all\\"\\n",
    "out dir": undefined,
    steps: [{
      name: "x",
    }],
  },
}, {
  protect: true,
  dependsOn: [myDatabase],
});
`);
  });

  it("says what has to be imported when no package has the class", () => {
    const code = generateProgram(['resource api "render:index:WebService" {}'], nowhere);
    expect(code).toContain('// Import the classes of "render" from where this project keeps them.');
    expect(code).toContain('const api = new render.WebService("api", {});');
  });

  it("reads a secret from config instead of printing it", () => {
    const pcl = 'resource api "render:index:WebService" {\n env = { A = secret("open-sesame"), B = "b" }\n}';
    const code = generateProgram([pcl], nowhere);
    expect(code).toContain('A: config.requireSecret("A"),');
    expect(code).toContain('import * as pulumi from "@pulumi/pulumi";');
    expect(code).not.toContain("open-sesame");
  });

  it("keeps references to other resources, in and outside of text", () => {
    const pcl = `resource b "aws:s3/bucket:Bucket" {\n id = a-b.tags["x y"]\n url = "https://\${a-b.id}/$\${raw}\`"\n}`;
    const code = generateProgram([pcl], nowhere);
    expect(code).toContain('const b = new aws.s3.Bucket("b", {');
    expect(code).toContain('id: aB.tags["x y"],');
    expect(code).toContain(`url: pulumi.interpolate\`https://\${aB.id}/\\\${raw}\\\`\`,`);
  });

  it("names providers by their class", () => {
    const code = generateProgram(['resource p "pulumi:providers:aws" { region = "eu-west-1" }'], nowhere);
    expect(code).toContain('new aws.Provider("p", {');
  });

  it.each(['resource x "a:b:C" { y = open("sesame") }', 'resource x "a:b:C" { y = "sesame', "resource x @"])(
    "answers with a comment, never with what it could not read: %s",
    (pcl) => {
      const code = generateProgram([pcl], nowhere);
      expect(code).toMatch(/^\/\/ The resources are in the state now; declare them by hand: .*\n$/);
      expect(code).not.toContain("sesame");
    },
  );
});
