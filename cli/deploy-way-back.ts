import pc from "picocolors";
import { ConfigError } from "../config/errors.ts";
import { inert } from "../judgement/inert.ts";
import { rolloutOf } from "../release/rollback/report.ts";
import { type RollbackTarget, rollbackTarget } from "../release/rollback/target.ts";
import { openSite } from "../release/site/vercel-site.ts";
import { authorOf } from "../release/subject/author.ts";
import { evidenceIn } from "../release/subject/evidence-in.ts";
import { placeOf } from "../release/subject/place.ts";
import { type StackPlace, type StackText, stackText } from "../release/subject/stack-text.ts";
import { commitOf, fileAt } from "../review/base/git.ts";
import { declaredPercent } from "../review/deploy/declared-percent.ts";
import { type WentBack, wayBack } from "../review/deploy/way-back.ts";
import type { DeployOptions } from "./deploy-stack.ts";
import { remembered, reportInJob, summariseText } from "./job-summary.ts";
import { byHand, exitCodeOf, tellReport } from "./rollback-report.ts";

const silent = { write: () => true };

/** Takes users back where what is here declares less than they have, tells, and gives the exit code. */
export async function deployWayBack({ stack, base, json }: DeployOptions, signal: AbortSignal): Promise<number> {
  const { stdout, stderr } = process;
  const place = placeOf(stack, process.env);
  const title = `The way back of ${place.stack}`;
  const told = remembered(json ? { stdout: silent, stderr } : { stdout, stderr });
  let target: RollbackTarget | undefined;
  try {
    const file = await stackText(place);
    const percent = declaredPercent(file.text);
    if (percent === undefined) throw noPercent(file);
    target = percent === null ? undefined : await rollbackTarget(place);
    const went: WentBack =
      target && percent !== null
        ? await carryOut(place, { target, percent, was: await percentAt(place, file, base) }, signal)
        : { todo: "nothing", because: `${file.name} declares no rollout` };
    told.stdout.write(`${lineOf(file.stack, went)}\n`);
    if (target && went.report) tellReport(went.report, target, told);
    if (json) stdout.write(`${JSON.stringify({ stack: file.stack, ...went }, undefined, 2)}\n`);
    await summariseText(title, told.said());
    if (signal.aborted) return 130;
    return went.report && exitCodeOf(went.report) !== 0 ? 4 : 0;
  } catch (error) {
    const unusable = (await reportInJob(title, error)) === 2;
    if (target && !unusable) stderr.write(byHand(target, target.declared?.percent ?? 0));
    return signal.aborted ? 130 : unusable ? 2 : 4;
  }
}

interface Asked {
  readonly target: RollbackTarget;
  readonly percent: number;
  readonly was: number | undefined;
}

async function carryOut(place: StackPlace, { target, ...declared }: Asked, signal: AbortSignal): Promise<WentBack> {
  const { project, env } = place;
  const { team, frontend, flag } = target;
  const tell = (line: string) => void process.stderr.write(`  ${inert(line)}\n`);
  const commit = await commitOf(place, "HEAD").catch(() => undefined);
  const evidence = evidenceIn(env, rolloutOf(target));
  try {
    const vercel = { token: env.VERCEL_API_TOKEN, baseUrl: env.VERCEL_BASE_URL };
    const site = openSite({ ...vercel, team, project: frontend, flag });
    const author = () => authorOf(project, env);
    return await wayBack({ declared, commit, parts: { target, site, evidence, author, env, signal, tell } });
  } finally {
    await evidence.close().catch(() => {});
  }
}

/** What the file said before; a commit that is not here, as after a forced push, says nothing. */
async function percentAt(place: StackPlace, { name }: StackText, base: string | undefined) {
  if (base === undefined) return undefined;
  const commit = await commitOf(place, base).catch(() => undefined);
  const text = commit && (await fileAt(place, commit, name));
  return text ? (declaredPercent(text) ?? undefined) : undefined;
}

const noPercent = ({ name, stack }: StackText): ConfigError =>
  new ConfigError([
    {
      ...{ code: "CONFIG_INVALID", path: "rollout.percent", what: "rollout.percent is no whole number from 0 to 100." },
      ...{ where: `${name} → cutover:rollout.percent`, fix: `npx cutover config check --stack ${stack}` },
    },
  ]);

function lineOf(stack: string, { todo, because }: WentBack): string {
  const words = { nothing: "there is no way back in this commit", hold: "stays where it is", back: "goes back" }[todo];
  return `${pc.green("✓")} ${pc.bold(inert(stack))}: ${words}: ${inert(because)}`;
}
