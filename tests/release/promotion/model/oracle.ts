import type { Checkpoint, EventFact } from "../../../../release/evidence/evidence.ts";
import type { Stack } from "./engine.ts";
import { type Kind, kinds, rungs, rungTimes } from "./program.ts";
import type { OpenEvidence } from "./quick-evidence.ts";
import type { Vercel } from "./vercel.ts";

/** What the app really does; every gate is measured on it. */
export interface Health {
  readonly rate: number | null;
  readonly samples: number;
}

const hourMs = 3_600_000;
const grantLastsMs = 2 * hourMs;

/**
 * Watches what happens at Vercel and in the evidence, and knows the rules of a ladder by itself: by the emulator's inventory,
 * the rows, and what the app really did. It never asks Cutover's judging code anything.
 */
export class Oracle {
  readonly faults: string[] = [];
  /** How often users were raised, by the rung they came to. */
  readonly raises = new Map<number, number>();
  readonly #vercel: Vercel;
  readonly #evidence: OpenEvidence;
  readonly #health: () => Health;
  readonly #moments: { readonly percent: number; readonly fault: string }[] = [];
  /** What speaks against the last permission. */
  #undue: string[] = [];
  /** When users last began to get what they get, and when ladder or gates were last applied. */
  #servedSince: number;
  #editedAt = 0;
  #served = 0;
  /** What users were last given as they should be; going up and down by hand in between leaves no trace where nobody looked. */
  #earned = 0;
  /** Whether one works by himself: of two who do, each saves what he read, and the difference between the two is nobody's. */
  alone = true;
  /** What stands, by the engine's state. */
  kind: Kind | undefined;

  constructor(vercel: Vercel, evidence: OpenEvidence, health: () => Health) {
    this.#vercel = vercel;
    this.#evidence = evidence;
    this.#health = health;
    this.#servedSince = vercel.clock.now().getTime();
  }

  /** An engine saved its state. */
  saved(before: Stack, after: Stack): void {
    const edited = kindOf(before) !== kindOf(after) || domainOf(before) !== domainOf(after);
    if (edited || kindOf(after) !== this.kind) this.#editedAt = this.#now();
    if (this.alone && edited && before.rollout && (after.rollout?.state.granted ?? 0) > before.rollout.state.granted)
      this.faults.push("it was raised and edited in one");
    this.kind = kindOf(after);
  }

  /**
   * A permission was put on record. It says nothing yet: somebody who came in between may keep it from being used.
   * @param stood what this engine read before it began
   */
  granted(fact: Extract<EventFact, { kind: "granted" }>, stood: Kind): void {
    this.#undue = this.#undueIn(fact, stood);
  }

  /** Users have got what follows 100 %, which no deployment shows. */
  arrived(): void {
    this.faults.push(...this.#undue.splice(0));
  }

  #undueIn(fact: Extract<EventFact, { kind: "granted" }>, stood: Kind): string[] {
    const faults: string[] = [];
    const [from, to] = [rungOf(fact.from), rungOf(fact.to)];
    const say = (fault: string) => faults.push(`granted ${nameOf(from)} → ${nameOf(to)}: ${fault}`);
    if (to !== from + 1) say("it skips a step");
    // Of two who judged the same raise at once, one comes second, and raises nothing.
    if (fact.to.percent > fact.from.percent && fact.to.percent === this.#vercel.served()) return [];
    if (rungs[from]?.percent !== this.#vercel.served()) say(`users get ${this.#vercel.served()} %`);
    if (fact.from.percent > this.#earned) say("where it stands was set by hand");
    const { dwell, due } = rungTimes(from, stood);
    const { events, checkpoints } = this.#evidence;

    // The first of those that follow each other: the same once more is no new step.
    const arrivals = events.flatMap((event) =>
      event.kind === "arrived" ? [{ ...event, rung: rungOf(event.position) }] : [],
    );
    const arrived = arrivals.findLast(({ rung }, at) => rung === from && arrivals[at - 1]?.rung !== from);
    const failed = checkpoints.findLast(
      (run) => run.scheduled && run.outcome === "fail" && rungOf(run.position) === from && run.id > (arrived?.id ?? 0),
    );
    const legacySince = from > 3 ? (arrived?.at.getTime() ?? Number.POSITIVE_INFINITY) : 0;
    const since = Math.max(this.#servedSince, this.#editedAt, legacySince, failed?.at.getTime() ?? 0);
    if (dwell > 0 && this.#now() - since < dwell * hourMs)
      say(`only ${(this.#now() - since) / hourMs} h of ${dwell} h`);
    for (const hours of due)
      if (!checkpoints.some((run) => answers(run, from, since + hours * hourMs, kinds[stood].least)))
        say(`no passing run after ${hours} h`);

    const { rate, samples } = this.#health();
    const measured = rate !== null && samples >= 20 && rate >= kinds[stood].least;
    if (from > 0 && !measured) say(`the app does ${rate} % on ${samples} samples`);
    if (from > 0 && this.#now() - (checkpoints.at(-1)?.at.getTime() ?? 0) > 2 * 5 * 60_000) say("nobody watches");
    if (events.findLast(({ kind }) => kind === "held" || kind === "lifted")?.kind === "held") say("it is held");
    const place = events.findLastIndex(({ kind }) => kind === "rolled-back");
    const back = events[place];
    const later = events.slice(place + 1).map(({ kind }) => kind);
    if (back && !later.includes("explained")) say("a rollback is not explained");
    if (back?.kind === "rolled-back" && to > rungOf(back.to) && !later.includes("reconciled"))
      say("a rollback is open");
    return faults;
  }

  /**
   * Production may have changed.
   * @param allowed as much as its author may give without a permission: everything, for somebody at Vercel's dashboard; for
   * a rollback what users had when it began, since of two that go down at once the later one wins
   * @param seen id of the last row that its author has read
   */
  changed(allowed: number, seen: number): void {
    const [before, now] = [this.#served, this.#vercel.served()];
    if (before === now) return;
    this.#served = now;
    this.#servedSince = this.#now();
    // Somebody who deploys by hand what was granted just then only finishes what was begun.
    if (allowed < 100 || this.#grants(before, now)) this.#earned = now;
    if (now < before || now <= allowed) return;
    const rung = rungs.findIndex(({ percent }) => percent === now);
    this.raises.set(rung, (this.raises.get(rung) ?? 0) + 1);
    const { events } = this.#evidence;
    const grant = events.findLast((event) => event.kind === "granted");
    const say = (fault: string) =>
      this.#moments.push({ percent: now, fault: `raised ${before} % → ${now} %: ${fault}` });
    if (grant?.kind !== "granted") return void say("nothing granted it");
    for (const fault of this.#undue.splice(0)) say(fault);
    const { from, to } = grant;
    if (to.percent !== now || from.percent !== before) say(`granted was ${from.percent} → ${to.percent}`);
    if (this.#now() - grant.at.getTime() > grantLastsMs) say("the permission is old");
    const revoked = events.find(
      ({ id, kind }) => id > grant.id && id <= seen && ["rolled-back", "held", "drifted"].includes(kind),
    );
    if (revoked) say(`it was taken back: ${revoked.kind}`);
  }

  /**
   * Everybody is done. A rollback may come in the one moment between a promotion's last look and its promotion; what counts
   * is that users are back by now, unless the promotion was killed before it could give way.
   */
  ended(killed: boolean): void {
    for (const { percent, fault } of this.#moments.splice(0))
      if (!killed && this.#vercel.served() === percent) this.faults.push(fault);
  }

  #grants(before: number, now: number): boolean {
    const grant = this.#evidence.events.findLast((event) => event.kind === "granted");
    return grant?.kind === "granted" && grant.from.percent === before && grant.to.percent === now;
  }

  #now = () => this.#vercel.clock.now().getTime();
}

/** Whether a run shows what the gates ask for, by its figures. */
function answers(run: Checkpoint, rung: number, due: number, least: number): boolean {
  const good = run.gates.every(
    ({ outcome, figures }) => outcome === "pass" && Number(figures?.result.success_rate) >= least,
  );
  return rungOf(run.position) === rung && run.at.getTime() >= due && run.gates.length > 0 && good;
}

const rungOf = ({ percent, legacy }: { percent: number; legacy: string }) =>
  rungs.findIndex((rung) => rung.percent === percent && rung.legacy === (percent < 100 ? "serving" : legacy));

const nameOf = (rung: number) => `${rungs[rung]?.percent} % ${rungs[rung]?.legacy}`;

/** Which of the declarations a state holds: by what tells them apart. */
export function kindOf({ rollout }: Stack): Kind | undefined {
  if (!rollout) return undefined;
  const { gates, ladder } = rollout.inputs;
  if (gates[0]?.pass?.includes("0.0") && !gates[0].pass.includes("95.0")) return "weaker gate";
  return ladder[1]?.dwell === "PT2H" ? "shorter dwell" : "usual";
}

/** What its gates look at. */
const domainOf = ({ rollout }: Stack) => rollout?.inputs.subject.domain;
