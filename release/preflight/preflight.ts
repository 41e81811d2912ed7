import { evaluateRouting } from "../../checks/gates/evaluate-routing.ts";
import type { GateVerdict } from "../../checks/gates/gate-verdict.ts";
import type { Sources } from "../../checks/gates/sources.ts";
import { remoteText } from "../../checks/remote-text.ts";
import { reasonOf } from "../checkpoint/look.ts";
import { contextFor, measureCriteria, measureGates } from "../checkpoint/measure.ts";
import { isUnmeasured } from "../checkpoint/report.ts";
import type { Evidence, History, Position } from "../evidence/evidence.ts";
import type { Declaration } from "../ladder/ladder.ts";
import { zero } from "../ladder/positions.ts";
import { recordedOf } from "../ladder/recorded.ts";
import { stepAt, stepsOf } from "../ladder/steps.ts";
import { realPosition } from "../promotion/real.ts";
import type { Reality, Site } from "../site/site.ts";
import { moment } from "../status/moments.ts";
import { columnsOfImports } from "./columns.ts";
import { fail, type Prerequisite, pass, warning } from "./prerequisite.ts";
import { type Backend, deprecation, health } from "./smoke.ts";
import { flagInPlace, noTrafficByItself, zeroTwin } from "./vercel.ts";

export interface PreflightOf extends Backend {
  readonly declaration: Declaration;
  /** `cutover:deploys`. */
  readonly deploys: string;
  readonly site: Pick<Site, "reality" | "ready">;
  readonly evidence: Evidence;
  /** Whether schema and roles of the evidence are as they should be: what is not, one text each. */
  readonly evidenceFaults: () => Promise<readonly string[]>;
  readonly sources: Sources;
  readonly signal: AbortSignal;
}

/** Every prerequisite of a rollout, each checked, all at once (S2.1). What cannot be checked fails. */
export async function preflight(of: PreflightOf): Promise<readonly Prerequisite[]> {
  const { site, evidence, signal } = of;
  const [reality, history] = await Promise.all([
    site.reality(signal).catch((error: unknown) => reasonOf(error)),
    evidence.history().catch((error: unknown) => reasonOf(error)),
  ]);
  const past = typeof history === "object" ? history : undefined;
  const now = past?.now ?? new Date();
  const recorded = past && recordedOf(past.events).position;
  const position = (typeof reality === "object" ? realPosition(reality, recorded) : undefined) ?? recorded ?? zero;
  const checks = [
    columnsOfImports(of.declaration, of.sources, now, signal),
    health(of, of.sources, signal),
    ...atVercel(of, reality, position),
    gatesRun(of, position, now),
    deprecation(of, position.percent, of.sources, signal),
    evidenceReady(of, history),
    routingSeen(of, position, now),
    checkpointRuns(past, position),
  ];
  return (await Promise.all(checks.map(settled))).flat();
}

/** A bug in one check, or an answer that nobody foresaw, takes no other's result away. */
const settled = async (check: Promise<Prerequisite> | Prerequisite): Promise<Prerequisite> => {
  try {
    return await check;
  } catch (error) {
    return fail("a prerequisite", reasonOf(error), "run it again; when it stays so, report it");
  }
};

function atVercel({ site, declaration, deploys, signal }: PreflightOf, reality: Reality | string, position: Position) {
  if (typeof reality === "string")
    return [fail("Vercel", reality, "export VERCEL_API_TOKEN=…; before the first one: pulumi up, at 0 %")];
  return [
    flagInPlace(reality, position, declaration),
    noTrafficByItself(reality, deploys),
    zeroTwin(site, reality, deploys, signal).catch((error: unknown) =>
      fail("zero twin", reasonOf(error), "run it again"),
    ),
  ];
}

const HOUR_MS = 3_600_000;

/** The last hour, whatever step it belongs to. At 0 % gates are tried as if somebody were on the new version. */
const trial = ({ declaration, sources, signal }: PreflightOf, percent: number, now: Date) =>
  contextFor(declaration, undefined, { now, began: new Date(now.getTime() - HOUR_MS), percent }, { sources, signal });

/** Each gate and criterion is asked once; what it says of the app does not matter here, but that it can be asked does. */
async function gatesRun(of: PreflightOf, position: Position, now: Date): Promise<Prerequisite> {
  const name = "gates and criteria";
  const { gates, rollbackWhen } = of.declaration;
  if (gates.length === 0)
    return fail(name, "no gate is declared: time alone would open the next step", "declare some: docs/gates.md");
  const context = trial(of, Math.max(1, position.percent), now);
  const [judged, criteria] = await Promise.all([
    measureGates(harmless(of.declaration, position), of.declaration, context),
    measureCriteria(rollbackWhen, context),
  ]);
  const verdicts = [...judged.measured, ...criteria.measured.map(({ verdict }) => verdict)];
  const wrong = [...judged.misdeclared, ...criteria.misdeclared].map((text) => reasonOf(text));
  if (wrong.length > 0) return fail(name, wrong.join("; "), "correct them in the stack's file: docs/gates.md");
  const unmeasured = verdicts.filter(isUnmeasured);
  if (unmeasured.length > 0) return fail(name, byReason(unmeasured), "see that the source can be reached from here");
  return pass(name, `${gates.length} gates and ${rollbackWhen.length} criteria can be judged`);
}

/** At 100 % a call of the old endpoint counts as one of a user: requests are made only where the present step makes them. */
function harmless({ gates, ...declared }: Declaration, position: Position): string[] {
  const own = stepAt(stepsOf({ gates, ...declared }), position)?.gates ?? [];
  return gates
    .filter(({ name, http }) => position.percent < 100 || !http || own.includes(name))
    .map(({ name }) => name);
}

/** Many gates have one source, and so one reason. */
const byReason = (verdicts: readonly GateVerdict[]): string =>
  [...Map.groupBy(verdicts, ({ reason, observed }) => reasonOf(reason ?? observed))]
    .map(([reason, of]) => `${reason} (${of.map(({ name }) => remoteText(name)).join(", ")})`)
    .join("; ");

async function evidenceReady(
  { evidenceFaults }: PreflightOf,
  history: History | string | undefined,
): Promise<Prerequisite> {
  const name = "evidence";
  if (typeof history === "string") return fail(name, history, "npx cutover evidence check");
  const faults = await evidenceFaults();
  return faults.length > 0
    ? fail(name, faults.map((fault) => remoteText(fault)).join("; "), "npx cutover evidence install")
    : pass(name, "the schema is there, and both roles may do what they should and no more");
}

async function routingSeen(of: PreflightOf, position: Position, now: Date): Promise<Prerequisite> {
  const name = "routing";
  const { routing } = of.declaration;
  if (!routing)
    return fail(
      name,
      "the share of users on the new version cannot be observed",
      "declare cutover:rollout.routing: docs/configuration.md",
    );
  const context = trial(of, position.percent, now);
  const verdict = await evaluateRouting(routing, context);
  if (verdict.outcome === "pass") return pass(name, verdict.observed);
  if (verdict.outcome === "fail")
    return fail(name, `${verdict.observed}, expected ${verdict.expected}`, "see which deployment serves production");
  const why = reasonOf(verdict.reason ?? verdict.observed);
  return verdict.figures
    ? warning(name, why, "wait for traffic")
    : fail(name, why, "see that cutover:rollout.routing names what the app logs");
}

function checkpointRuns(past: History | undefined, position: Position): Prerequisite {
  const name = "scheduled checkpoints";
  const last = past?.checkpoints.at(-1);
  if (last) return pass(name, `the last one ran ${moment(last.at)}`);
  const how = "schedule npx cutover checkpoint --act: docs/checkpoints.md";
  return position.percent > 0 ? fail(name, "none has run", how) : warning(name, "none has run yet", how);
}
