import { userInfo } from "node:os";
import { remoteText } from "../../checks/remote-text.ts";
import type { Author } from "../evidence/evidence.ts";

/**
 * Who does something here, from which commit of the stack's repository: in CI as GitHub says, else as Git does.
 * Without Git there is no commit, and the actor is the machine's user.
 */
export async function authorOf(project: string, env: NodeJS.ProcessEnv): Promise<Author> {
  const [actor, commit] = await Promise.all([
    env.GITHUB_ACTOR || git(project, env, ["config", "user.name"]),
    env.GITHUB_SHA || git(project, env, ["rev-parse", "HEAD"]),
  ]);
  const name = remoteText(actor || userOf(env), { longest: 100 }) || "unknown";
  return { actor: name, ...(/^[0-9a-f]{40}$/.test(commit) ? { commit } : {}) };
}

/** Empty where there is no Git, or it has no answer. */
async function git(cwd: string, env: NodeJS.ProcessEnv, args: readonly string[]): Promise<string> {
  const { execa } = await import("execa");
  const run = await execa("git", args, { cwd, env, extendEnv: false, reject: false, timeout: 3_000, stdin: "ignore" });
  return run.exitCode === 0 ? run.stdout.trim() : "";
}

function userOf(env: NodeJS.ProcessEnv): string {
  try {
    return userInfo().username;
  } catch {
    // A container's user may have no name.
    return env.USER ?? "";
  }
}
