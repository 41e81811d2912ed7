import structPb from "google-protobuf/google/protobuf/struct_pb.js";
import { describe, expect, it } from "vitest";
import { programOf, sdkScript, splitArguments } from "../../../engine/language-host/program.ts";
import { outcomeOf } from "../../../engine/language-host/run-program.ts";

describe("a program's end", () => {
  it.each([
    [{ code: 0, signal: null }, {}],
    [{ code: 32, signal: null }, { bail: true }],
    [{ code: 7, signal: null }, { error: "Program exited with non-zero exit code: 7" }],
    [{ code: null, signal: "SIGKILL" as const }, { error: "Program was ended by SIGKILL" }],
  ])("%j is told to the engine as %j", (exit, outcome) => {
    expect(outcomeOf(exit)).toEqual(outcome);
  });
});

describe("nodeargs", () => {
  it.each([
    ["", []],
    ["--a  --b=c", ["--a", "--b=c"]],
    [`--title="a b" '--x=y z'`, ["--title=a b", "--x=y z"]],
  ])("%j are %j", (text, args) => {
    expect(splitArguments(text)).toEqual(args);
  });
});

describe("the SDK", () => {
  it("is the program's own", () => {
    expect(sdkScript("run", process.cwd())).toMatch(/node_modules\/@pulumi\/pulumi\/cmd\/run\/index\.js$/);
  });

  it("when it is not installed, the error says how to get it", () => {
    expect(() => sdkScript("run-policy-pack", "/")).toThrow(
      "Cannot find module '@pulumi/pulumi/cmd/run-policy-pack'; the packages are not installed.\n  at /\n  fix: npm ci --prefix /",
    );
  });
});

describe("runtime options", () => {
  const programWith = (options: object) =>
    programOf({
      getOptions: () => structPb.Struct.fromJavaScript(options as { [key: string]: structPb.JavaScriptValue }),
      getRootDirectory: () => "/root",
      getProgramDirectory: () => "/root/program",
      getEntryPoint: () => "index.ts",
    } as unknown as Parameters<typeof programOf>[0]);

  it("have defaults, and options of other hosts are passed over", () => {
    expect(programWith({ another: 1 })).toEqual({
      root: "/root",
      directory: "/root/program",
      entryPoint: "index.ts",
      options: { typescript: true, nodeargs: "", packagemanager: "auto" },
    });
  });

  it("all faults are told at once", () => {
    expect(() => programWith({ typescript: 1, packagemanager: "npn" })).toThrow(
      /runtime\.options\.typescript: .*; runtime\.options\.packagemanager: .*"pnpm"/,
    );
  });
});
