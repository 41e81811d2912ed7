import { fileURLToPath } from "node:url";
import languagePb from "@pulumi/pulumi/proto/language_pb.js";
import { expect, it } from "vitest";
import { requiredPlugins } from "../../../engine/language-host/required-plugins.ts";

/** This repository as the engine describes it. */
function program() {
  const folder = fileURLToPath(new URL("../../..", import.meta.url));
  const info = new languagePb.ProgramInfo();
  info.setRootDirectory(folder);
  info.setProgramDirectory(folder);
  info.setEntryPoint("index.ts");
  return info;
}
const named = (env: NodeJS.ProcessEnv) => requiredPlugins(program(), env).map(({ name }) => name);

it("names the plugins of the packages that the program uses", () => {
  expect(named({})).toEqual(expect.arrayContaining(["vercel", "command", "github"]));
});

it("leaves out those that the engine attaches to, so that `pulumi install` does not download them", () => {
  expect(named({ PULUMI_DEBUG_PROVIDERS: "vercel:4000,command:4001,github:4002" })).toEqual([]);
  expect(named({ PULUMI_DEBUG_PROVIDERS: "vercel:4000,github:4002" })).toEqual(["command"]);
});
