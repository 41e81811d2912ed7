import { evaluateGates } from "../../checks/gates/evaluate-gates.ts";
import { evaluateRouting } from "../../checks/gates/evaluate-routing.ts";
import type { GateContext } from "../../checks/gates/gate-context.ts";
import type { GateVerdict } from "../../checks/gates/gate-verdict.ts";
import type { Sources } from "../../checks/gates/sources.ts";
import { remoteText } from "../../checks/remote-text.ts";
import { ROUTING_GATE } from "../../config/rollout/fit-names.ts";
import { type Evidence, EvidenceUnreachable, type History, type Position } from "../evidence/evidence.ts";
import type { Evidenced } from "../ladder/decide.ts";
import { isFirstStep } from "../ladder/first-step.ts";
import type { Declaration, Obstacle } from "../ladder/ladder.ts";
import { type Standing, standingOf } from "../ladder/standing.ts";

/** What evidence is taken from. */
export interface Reach {
  /** Undefined where the environment names no database. */
  readonly evidence: Evidence | undefined;
  readonly sources: Sources;
  readonly signal: AbortSignal;
}

/** Everything that speaks for or against the next step: the past, and the gates as they are now. Changes nothing. */
export async function gather(
  declaration: Declaration,
  position: Position,
  reach: Reach,
  { judgeGates }: { readonly judgeGates: boolean },
): Promise<Evidenced> {
  const past = await historyOf(reach.evidence);
  if ("code" in past) return { standing: undefined, gates: [], trouble: [past] };
  const standing = standingOf(declaration, past, position);
  if (!judgeGates) return { standing, gates: [], trouble: [] };
  try {
    return { standing, gates: await judgeStep(declaration, standing, reach), trouble: [] };
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "GATE_MISDECLARED")) throw error;
    return { standing, gates: [], trouble: [misdeclared(error.message)] };
  }
}

/** Judges the gates of the step, then measures those that the next step compares with: their figures are its baseline. */
async function judgeStep(
  declaration: Declaration,
  standing: Standing,
  { sources, signal }: Omit<Reach, "evidence">,
): Promise<readonly GateVerdict[]> {
  const names = standing.step?.gates ?? [];
  const unknown = names.filter(
    (name) => !(name === ROUTING_GATE ? declaration.routing : declaration.gates.some((gate) => gate.name === name)),
  );
  if (unknown.length > 0) throw new UnknownGate(unknown);
  const later = standing.position.percent > 0 ? (standing.due?.gates ?? []) : [];
  const wanted = declaration.gates.filter(({ name }) => names.includes(name) || later.includes(name));
  const context = contextOf(declaration, standing, { sources, signal });
  const [gates, share] = await Promise.all([
    evaluateGates(wanted, context),
    declaration.routing && names.includes(ROUTING_GATE) ? evaluateRouting(declaration.routing, context) : undefined,
  ]);
  const isJudged = ({ name }: GateVerdict) => names.includes(name);
  return [...(share ? [share] : []), ...gates.filter(isJudged), ...gates.filter((gate) => !isJudged(gate))];
}

/** What the gates of a standing are judged with. */
export const contextOf = (
  { ladder, minSamples }: Declaration,
  { position, now, since, baseline, runs }: Standing,
  reach: Omit<Reach, "evidence">,
): GateContext => ({
  ...{ ...reach, now, minSamples, baseline, stepBegan: since, percent: position.percent },
  first: isFirstStep({ ladder }, position.percent),
  earlier: (name) =>
    runs
      .filter(({ scheduled }) => scheduled)
      .toReversed()
      .flatMap(({ gates }) => gates.filter((gate) => gate.name === name)),
});

class UnknownGate extends Error {
  readonly code = "GATE_MISDECLARED";
  constructor(names: readonly string[]) {
    super(`the step names gates that are not declared: ${names.join(", ")}`);
  }
}

async function historyOf(evidence: Evidence | undefined): Promise<History | Obstacle> {
  if (!evidence)
    return unreachable("no evidence is kept: CUTOVER_DATABASE_URL is not set; see npx cutover evidence install");
  try {
    return await evidence.history();
  } catch (error) {
    if (error instanceof EvidenceUnreachable) return unreachable(error.message);
    throw error;
  }
}

const unreachable = (detail: string): Obstacle => ({
  code: "evidence-unreachable",
  what: "the evidence cannot be read, and nothing is raised without it",
  detail,
});

const misdeclared = (message: string): Obstacle => ({
  code: "misdeclared",
  what: "a gate is declared wrongly, so it cannot be judged",
  detail: remoteText(message, { longest: 1000 }),
});
