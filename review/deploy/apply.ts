import { execa } from "execa";
import { environmentOf } from "../../engine/environment.ts";
import { ensureEngine } from "../../engine/ready.ts";
import { releaseStaleLocks, tellReleased } from "../../engine/stale-lock.ts";

/** A plan to be made true. */
export interface PlanToApply {
  /** As Pulumi knows it. */
  readonly stack: string;
  readonly project: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** The file that `preview --save-plan` wrote: the engine does nothing that is not in it. */
  readonly plan: string;
  /** Stands in the stack's history. */
  readonly message: string;
  /** Takes what the engine says, line by line. */
  readonly tell: (line: string) => void;
}

/**
 * Applies a plan. Interrupted, the engine ends what it is doing first and writes down what is done.
 * @returns whether all of it was done
 */
export async function applyPlan({ stack, project, env, signal, plan, message, tell }: PlanToApply): Promise<boolean> {
  const choice = await ensureEngine(env);
  // The preview judged this plan by the pack.
  const { PULUMI_OPTION_POLICY_PACK: _, ...rest } = env;
  const engineEnv = environmentOf(choice, rest);
  for (const lock of releaseStaleLocks(engineEnv, project)) tell(tellReleased(lock));
  const args = ["up", "--yes", "--skip-preview", "--non-interactive", "--color", "never"];
  const engine = execa(choice.pulumi, [...args, "--stack", stack, "--plan", plan, `--message=${message}`], {
    ...{ cwd: project, env: engineEnv, extendEnv: false, reject: false, stdin: "ignore", all: true, buffer: false },
    ...{ cancelSignal: signal, killSignal: "SIGINT", forceKillAfterDelay: false },
    // A terminal's Ctrl-C must not reach it beside ours: the engine takes a second one as "at once".
    detached: true,
  });
  const atOnce = () => void engine.kill("SIGINT");
  process.once("exit", atOnce);
  try {
    for await (const line of engine.iterable({ from: "all" })) tell(line);
    return (await engine).exitCode === 0;
  } finally {
    process.off("exit", atOnce);
  }
}
