import type { local } from "@pulumi/command";
import realPackage from "@pulumi/command/package.json" with { type: "json" };
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import { expect, expectTypeOf, it } from "vitest";
import type { z } from "zod";
import { startCommandPlugin } from "../../../../rehearsal/plugins/command/command.ts";
import { CommandInputs } from "../../../../rehearsal/plugins/command/local-command.ts";
import { ask, rpc, TestEngine } from "../../../providers/protocol/engine.ts";

it("knows exactly the properties of the package's own type", () => {
  // Compared by the compiler; that the two lists are not empty is seen here.
  expectTypeOf<keyof z.input<typeof CommandInputs>>().toEqualTypeOf<keyof local.CommandArgs>();
  expect(CommandInputs.keyof().options).toContain("addPreviousOutputInEnv" satisfies keyof local.CommandArgs);
});

it("says the version of the package that programs use", async () => {
  const plugin = await startCommandPlugin({ cwd: ".", env: {} });
  const engine = await TestEngine.start();
  try {
    const info = await ask(await engine.connect(plugin.port), rpc.getPluginInfo, new empty.Empty());
    expect(info.getVersion()).toBe(realPackage.version);
  } finally {
    engine.close();
    await plugin.close();
  }
});
