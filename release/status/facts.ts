import type { GateVerdict } from "../../checks/gates/gate-verdict.ts";
import { nameOf } from "../ladder/positions.ts";
import { moment, span } from "./moments.ts";
import type { Status } from "./status.ts";

/** What a person needs to know before anything else: what is wrong, held, or cannot be seen. */
export function notesOf(status: Status): { readonly title: string; readonly text: string }[] {
  const { underWay, drift, hold, rollback, watch, journal, unknown, users } = status;
  return [
    ...(underWay ? [{ title: "Not over:", text: notOver(underWay) }] : []),
    ...drift.map((text) => ({ title: "Drift:", text })),
    ...(rollback ? [{ title: "Rolled back:", text: rolledBack(rollback) }] : []),
    ...(hold ? [{ title: "Held:", text: `${hold.reason} (${hold.by}, ${moment(hold.since)})` }] : []),
    ...(watch && watch.missed >= 2 && users?.percent !== 0
      ? [
          {
            title: "Not watched:",
            text: `${watch.missed} runs of npx cutover checkpoint did not come; see docs/checkpoints.md`,
          },
        ]
      : []),
    ...journal.map((text) => ({ title: "Not recorded yet:", text })),
    ...unknown.map(({ what, why }) => ({ title: `${what} is not known:`, text: why })),
  ];
}

const notOver = ({ to, since }: NonNullable<Status["underWay"]>) =>
  `${nameOf(to)} was granted at ${moment(since)}, and users do not have it yet; pulumi up finishes it, npx cutover rollback drops it`;

function rolledBack({
  at,
  from,
  to,
  automatic,
  reason,
  explained,
  reconciled,
  pullRequest,
}: NonNullable<Status["rollback"]>) {
  const parts = [
    `from ${from.percent} % to ${to.percent} % at ${moment(at)}, ${automatic ? "by a criterion" : "by hand"}`,
    ...(reason ? [reason] : []),
    ...(reconciled
      ? []
      : [pullRequest ? `merge ${pullRequest}, then pulumi up` : "lower the percent in Git, then pulumi up"]),
    ...(explained ? [] : ["say what it was: npx cutover rollback explain --cause … --fix …"]),
  ];
  return parts.join("; ");
}

/** Why a gate does not pass, as far as its figures do not say so already. */
export function whyOf({ name, differences, reason }: GateVerdict): string[] {
  const more = differences.filter(({ at }) => at !== name);
  return [
    ...more.map(({ at, observed, expected }) => `${at} is ${observed}, expected ${expected}`),
    ...(reason ? [reason] : []),
  ];
}

/** What keeps the next step from opening; the gates, which are listed by themselves, in one line each way. */
export function obstaclesOf({
  next,
  gates,
}: Pick<Status, "next" | "gates">): { readonly what: string; readonly detail: string }[] {
  const others = (next?.obstacles ?? []).filter(({ code }) => code !== "gate");
  const named = (outcome: GateVerdict["outcome"]) =>
    gates.verdicts.filter((one) => one.outcome === outcome).map(({ name }) => name);
  const [failing, open] = [named("fail"), named("inconclusive")];
  return [
    ...(failing.length > 0 ? [{ what: "gates fail", detail: failing.join(", ") }] : []),
    ...others,
    ...(open.length > 0 ? [{ what: "gates are inconclusive", detail: open.join(", ") }] : []),
  ];
}

/** What stands where, a name and a text each. */
export function factsOf({
  users,
  step,
  next,
  watch,
  hold,
  flag,
  at,
}: Status): { readonly name: string; readonly text: string }[] {
  return [
    { name: "Users get", text: users?.percent == null ? "not known" : `${users.percent} %` },
    { name: "Deployment", text: deployment(users) },
    { name: flag, text: users ? (users.flag ?? "not there, or not shown") : "not known" },
    ...(step
      ? [
          {
            name: "This step",
            text: `${step.name} since ${moment(step.since)} (${span(Date.parse(at) - Date.parse(step.since))})`,
          },
        ]
      : []),
    ...(next ? [{ name: "Next step", text: `${next.name}, ${opening(next.earliest, at)}` }] : []),
    {
      name: "Last checkpoint",
      text: watch ? `${moment(watch.lastRun)} (${watch.outcome})` : "none yet: see docs/checkpoints.md",
    },
    { name: "Hold", text: hold ? hold.reason : "none" },
  ];
}

function opening(earliest: string | null, at: string): string {
  if (earliest === null) return "no time known";
  return moment(earliest) > moment(at) ? `at the earliest ${moment(earliest)}` : "its time has come";
}

const deployment = (users: Status["users"]) =>
  users?.deployment ? `${users.deployment}${users.commit ? ` at ${users.commit.slice(0, 7)}` : ""}` : "not known";
