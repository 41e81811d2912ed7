import type languagePb from "@pulumi/pulumi/proto/language_pb.js";
import { type Exit, startProgram } from "./children.ts";
import { programOf, sdkScript, splitArguments } from "./program.ts";

/** The SDK's exit code for "the fault has been shown to the user already". */
const ALREADY_REPORTED = 32;

const NO_DEBUGGER =
  "LANGUAGE_HOST_DEBUGGER: --attach-debugger is not offered by the language host of this repository.\n" +
  "  fix: let Node wait for a debugger: set runtime.options.nodeargs in Pulumi.yaml to --inspect-brk";

/** What a program's end means to the engine. `bail`: stop without a further message. */
export interface Outcome {
  readonly error?: string;
  readonly bail?: boolean;
}

/** Runs the user's program once and waits for its end. Configuration travels by environment: argv is visible to all. */
export async function runProgram(
  request: languagePb.RunRequest,
  engineAddress: string,
  cancelled: AbortSignal,
): Promise<Outcome> {
  const program = programOf(request.getInfo());
  const { options } = program;
  if (request.getAttachDebugger()) throw new Error(NO_DEBUGGER);
  const child = startProgram(
    process.execPath,
    [
      ...splitArguments(options.nodeargs),
      sdkScript("run", program.directory),
      ...flags({
        monitor: request.getMonitorAddress(),
        engine: engineAddress,
        project: request.getProject(),
        stack: request.getStack(),
        pwd: request.getPwd(),
        organization: request.getOrganization(),
        "root-directory": program.root,
        parallel: String(request.getParallel()),
      }),
      ...(request.getDryrun() ? ["--dry-run"] : []),
      program.entryPoint,
      ...request.getArgsList(),
    ],
    {
      cwd: program.directory,
      stdio: ["ignore", "inherit", "inherit"],
      env: {
        ...process.env,
        PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().toArray())),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
        PULUMI_NODEJS_TYPESCRIPT: String(options.typescript),
        ...(options.tsconfig === undefined ? {} : { PULUMI_NODEJS_TSCONFIG_PATH: options.tsconfig }),
      },
    },
  );
  cancelled.addEventListener("abort", child.stop, { once: true });
  const exit = await child.exited;
  return child.stopped() ? { bail: true } : outcomeOf(exit);
}

/** Names the program's end in the engine's terms. */
export function outcomeOf({ code, signal }: Exit): Outcome {
  if (code === 0) return {};
  if (code === ALREADY_REPORTED) return { bail: true };
  if (signal) return { error: `Program was ended by ${signal}` };
  return { error: `Program exited with non-zero exit code: ${code}` };
}

function flags(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).flatMap(([name, value]) => (value === "" ? [] : [`--${name}`, value]));
}
