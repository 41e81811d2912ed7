import type languagePb from "@pulumi/pulumi/proto/language_pb.js";
import { startChild } from "./children.ts";
import { startPolicyProxy } from "./policy-proxy.ts";
import { type Program, programOf, sdkScript, splitArguments } from "./program.ts";
import { stopWhen } from "./stop-when.ts";

/** Where a plugin's output and end go; the engine reads the first line of stdout as the plugin's port. */
export interface PluginOutput {
  stdout(chunk: Uint8Array): void;
  stderr(chunk: Uint8Array): void;
  exited(code: number): void;
}

/** What starts one plugin process. */
export interface PluginCommand {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Runs a policy pack or a plugin written in Node.js until it ends or the engine gives the call up. */
export async function runPlugin(
  request: languagePb.RunPluginRequest,
  output: PluginOutput,
  cancelled: AbortSignal,
): Promise<void> {
  const program = programOf(request.getInfo());
  const env = Object.fromEntries(request.getEnvList().map(splitAtEquals));
  const nodeArgs = splitArguments(program.options.nodeargs);
  if (request.getKind() === "analyzer") {
    const command = {
      args: [...nodeArgs, sdkScript("run-policy-pack", program.directory), ...request.getArgsList(), program.directory],
      cwd: program.directory,
      env,
    };
    return startPolicyProxy(command, output, cancelled);
  }
  const args = [...nodeArgs, sdkScript("run-plugin", program.directory), entryOf(program), ...request.getArgsList()];
  return forward({ args, cwd: request.getPwd() || program.directory, env }, output, cancelled);
}

/** Starts the command under this Node and hands its output on; resolves when it has ended. */
export async function forward(command: PluginCommand, output: PluginOutput, cancelled: AbortSignal): Promise<void> {
  const child = startChild(process.execPath, command.args, {
    cwd: command.cwd,
    env: command.env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.process.stdout?.on("data", output.stdout);
  child.process.stderr?.on("data", output.stderr);
  stopWhen(cancelled, child.stop);
  const { code } = await child.exited;
  output.exited(code ?? 1);
}

function entryOf({ directory, entryPoint }: Program): string {
  return entryPoint === "." ? directory : `${directory}/${entryPoint}`;
}

function splitAtEquals(line: string): [string, string] {
  // A name may begin with "=" on Windows.
  const at = line.indexOf("=", 1);
  return [line.slice(0, at), line.slice(at + 1)];
}
