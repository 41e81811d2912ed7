import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const lean = ["--allow-natives-syntax", "--require", "./engine/lean-sdk.cjs"];

async function run(code: string, nodeArgs: readonly string[] = lean): Promise<string> {
  return (await execa(process.execPath, [...nodeArgs, "--eval", code], { cwd: root })).stdout;
}

const heavy =
  "Object.keys(require.cache).filter((path) => /arborist|typescript@|sdk-trace|exporter-zipkin|automation/.test(path)).length";

describe("a program's start", () => {
  it("loads nothing that only serialised functions and tracing need", async () => {
    const loaded = `require("@pulumi/pulumi"); require("@pulumi/pulumi/cmd/run/tracing.js"); console.log(${heavy})`;
    expect(Number(await run(loaded))).toBe(0);
    expect(Number(await run(loaded, []))).toBeGreaterThan(50);
  });

  it("serialises a function all the same", async () => {
    const code = `
      const pulumi = require("@pulumi/pulumi");
      const captured = { greeting: "hello" };
      class Base { name() { return "base" } }
      class Derived extends Base { name() { return super.name() + captured.greeting } }
      pulumi.runtime.serializeFunction(() => new Derived().name()).then(({ text }) => console.log(text));
    `;
    const text = await run(code);
    expect(text).toContain("hello");
    expect(text).toBe(await run(code, ["--require", "source-map-support/register"]));
  });

  it("finds the packages of a program for a serialised function all the same", async () => {
    const code = `
      const pulumi = require("@pulumi/pulumi");
      pulumi.runtime.computeCodePaths({ extraIncludePackages: ["picocolors"] })
        .then((paths) => console.log([...paths.keys()].some((path) => path.includes("picocolors"))));
    `;
    expect(await run(code)).toBe("true");
  });

  it("traces when it is asked to", async () => {
    const code = `
      const tracing = require("@pulumi/pulumi/cmd/run/tracing.js");
      tracing.start("http://127.0.0.1:1/api/v2/spans");
      console.log(tracing.newSpan("a span").constructor.name, ${heavy} > 10);
      process.exit(0);
    `;
    expect(await run(code)).toBe("SpanImpl true");
  });

  it("has the Automation API all the same", async () => {
    const code = `
      const { automation } = require("@pulumi/pulumi");
      console.log(typeof automation.LocalWorkspace.create, ${heavy} > 10);
    `;
    expect(await run(code)).toBe("function true");
  });

  it("loads no compiler for a policy pack, which runs natively", async () => {
    const code = `
      process.chdir("policies");
      process.argv = ["node", "script", "127.0.0.1:1", process.cwd()];
      const write = process.stdout.write;
      process.stdout.write = () => {
        process.stdout.write = write;
        console.log(${heavy});
        process.exit();
      };
      require("@pulumi/pulumi/cmd/run-policy-pack/index.js");
    `;
    expect(await run(code)).toBe("0");
  });

  it("reads none of zod's languages but the one it speaks", async () => {
    const code = `
      import("zod").then(({ z }) => console.log(Object.keys(z.locales).length, z.string().safeParse(1).error.issues[0].message));
    `;
    expect(await run(code)).toBe("0 Invalid input: expected string, received number");
  });
});
