import { z } from "zod";
import { defineProvider } from "../../../providers/protocol/resource.ts";
import { startServer } from "../../../providers/protocol/serve.ts";
import { localCommand } from "./local-command.ts";
import type { Where } from "./run-command.ts";
import { refuseFunction, unsupportedResource, version } from "./unsupported.ts";

/**
 * Serves the stand-in for the plugin of `@pulumi/command` on a loopback port, for `PULUMI_DEBUG_PROVIDERS=command:PORT`.
 * It runs local commands as the real one does.
 *
 * @param cwd where commands without an absolute `dir` run. The real plugin is started in the project's folder; one that
 *   is attached to is told no folder by the engine, so whoever starts it says which.
 * @param env the environment that commands start from, as the engine's is for the real plugin
 */
export function startCommandPlugin({ cwd, env }: Where): Promise<{ port: number; close(): Promise<void> }> {
  const provider = defineProvider({
    name: "command",
    version,
    description: "The rehearsal's stand-in for the command plugin.",
    config: z.strictObject({}),
    refuseFunction,
    configure: (): Where => ({ cwd, env }),
    resources: [
      localCommand,
      unsupportedResource("command:remote:Command"),
      unsupportedResource("command:remote:CopyFile"),
      unsupportedResource("command:remote:CopyToRemote"),
    ],
  });
  return startServer(provider, { env });
}
