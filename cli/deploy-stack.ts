import pc from "picocolors";
import { inert } from "../judgement/inert.ts";
import { UserError } from "../providers/protocol/errors.ts";
import { saidBy } from "../release/rollback/github.ts";
import { placeOf } from "../release/subject/place.ts";
import { stackText } from "../release/subject/stack-text.ts";
import { commitOf } from "../review/base/git.ts";
import { type Deployed, deploy } from "../review/deploy/deploy.ts";
import { type Reviewed, reviewedOf } from "../review/deploy/reviewed.ts";
import { drawDeployed, markdownDeployed } from "../review/deploy/told.ts";
import { openGitHub } from "../review/github/client.ts";
import { reportInJob, summarise } from "./job-summary.ts";

/** Options of `cutover deploy`. */
export interface DeployOptions {
  readonly stack?: string;
  readonly acceptDrift?: string;
  /** Users go back, or nothing happens. */
  readonly onlyWayBack: boolean;
  /** What the branch had before. */
  readonly base?: string;
  readonly json: boolean;
}

/** Deploys, tells, and gives the exit code. */
export async function deployStack(options: DeployOptions, signal: AbortSignal): Promise<number> {
  const { env, stdout, stderr } = process;
  const tell = (line: string) => void stderr.write(`${inert(line)}\n`);
  try {
    const place = placeOf(options.stack, env);
    const file = await stackText(place);
    const commit = await commitOf(place, "HEAD").catch(() => undefined);
    if (stderr.isTTY) tell(`Previewing ${place.stack}…`);
    const deployed = await deploy({
      ...{ ...place, file, commit, signal, tell, acceptDrift: options.acceptDrift },
      reviewed: () => reviewed(commit, place.stack),
    });
    for (const error of deployed.review.errors) stderr.write(`${pc.red("Not judged:")} ${inert(error)}\n`);
    stdout.write(options.json ? jsonOf(deployed) : drawDeployed(deployed, pc));
    await summarise(markdownDeployed(deployed));
    return signal.aborted ? 130 : exitCodeOf(deployed);
  } catch (error) {
    if (signal.aborted) {
      tell("Interrupted: nothing was changed.");
      return 130;
    }
    return (await reportInJob("Nothing was deployed", error)) === 2 ? 2 : 3;
  }
}

async function reviewed(commit: string | undefined, stack: string): Promise<Reviewed> {
  if (commit === undefined) return { missing: "this folder is no commit of a repository" };
  const github = await openGitHub(process.env);
  return reviewedOf(github, commit, stack).catch((error: unknown) => {
    throw unasked(error);
  });
}

const unasked = (error: unknown): UserError =>
  new UserError(
    "GITHUB_FAILED",
    [
      `GITHUB_FAILED: what was reviewed of this commit could not be asked: ${saidBy(error)}`,
      "  at GITHUB_REPOSITORY, with GITHUB_TOKEN; nothing was changed",
      "  fix: run it again; the token needs to read contents, pull requests and checks",
    ].join("\n"),
  );

const exitCodeOf = ({ outcome }: Pick<Deployed, "outcome">): number =>
  ({ deployed: 0, refused: 1, "not-judged": 3, failed: 4 })[outcome];

function jsonOf(deployed: Deployed): string {
  const { review, admitted: _, ...rest } = deployed;
  const { record, policies, plan, errors } = review;
  const changes = plan.changes.map(({ kind, type, name }) => ({ kind, type, name }));
  const told = { ...rest, digest: record.digest, changes, findings: policies.findings, errors };
  return `${JSON.stringify({ ...told, exitCode: exitCodeOf(deployed) }, undefined, 2)}\n`;
}
