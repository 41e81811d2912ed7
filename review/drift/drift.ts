import { execa } from "execa";
import { z } from "zod";
import { environmentOf } from "../../engine/environment.ts";
import { ensureEngine } from "../../engine/ready.ts";
import { type PreviewRun, troubleIn } from "../../judgement/preview-run.ts";
import { UserError } from "../../providers/protocol/errors.ts";
import type { ResourceChange } from "../plan/plan.ts";
import { changesOf } from "./refresh-digest.ts";

/** What stands at the vendors and is not as Pulumi knows it. */
export interface Drift {
  readonly stack: string;
  /** Sorted by URN: an `update` was changed there, a `delete` is gone; before is Pulumi's value, after the vendor's. */
  readonly changes: readonly ResourceChange[];
  /** How many resources are as Pulumi knows them. */
  readonly same: number;
}

/**
 * Reads every resource at its vendor and holds it against Pulumi's state. Nothing is written, neither there nor here, and
 * no lock is taken.
 * @throws UserError DRIFT_UNKNOWN where the engine cannot say. @throws PrepareError where there is no engine
 */
export async function driftOf({ stack, project, env, signal }: Omit<PreviewRun, "args" | "pack">): Promise<Drift> {
  const choice = await ensureEngine(env);
  const args = ["refresh", "--preview-only", "--json", "--non-interactive", "--stack", stack];
  const { exitCode, stdout, stderr } = await execa(choice.pulumi, args, {
    ...{ cwd: project, env: environmentOf(choice, env), extendEnv: false, reject: false, stdin: "ignore" },
    ...{ cancelSignal: signal, killSignal: "SIGINT" },
  });
  signal.throwIfAborted();
  if (exitCode !== 0) throw unknown(stack, troubleIn(stderr) || `it ended with ${exitCode}`);
  const { data, error } = z.string().transform(parsed).pipe(changesOf).safeParse(stdout);
  if (!data) throw unknown(stack, `what it printed is no digest: ${z.prettifyError(error)}`);
  return { stack, ...data };
}

const parsed = (text: string, context: z.RefinementCtx): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue("not JSON");
    return z.NEVER;
  }
};

const unknown = (stack: string, said: string): UserError =>
  new UserError(
    "DRIFT_UNKNOWN",
    `DRIFT_UNKNOWN: whether ${stack} is as Pulumi knows it could not be found out: ${said}\n  at pulumi refresh --preview-only\n  fix: see whether the vendors and Pulumi's backend answer, and ask again`,
  );
