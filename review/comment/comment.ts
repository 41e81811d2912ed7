import { changesOf, VERDICTS } from "../headline.ts";
import { judgedByText } from "../judged-by.ts";
import type { Review } from "../review.ts";
import { changesText } from "./changes.ts";
import { fullPlan } from "./full-plan.ts";
import { block, code, folded } from "./inert-text.ts";
import { markerOf } from "./marker.ts";
import { nextAction } from "./next-action.ts";
import { policiesText } from "./policies.ts";
import { LONGEST, within } from "./room.ts";

const SIGNS: Readonly<Record<Review["verdict"], string>> = { pass: "✅", refused: "❌", failed: "⚠️" };

/**
 * A review as the comment of its pull request, in GitHub's Markdown: its first lines are verdict, changes and next action;
 * its last is the mark by which it is found again. Whatever a change, a vendor or a program wrote stands in code.
 */
export function commentOf(review: Review): string {
  const { stack, plan } = review;
  const parts = [
    headText(review),
    weakeningsText(review),
    rulesText(review),
    emulatedText(review),
    errorsText(review),
    changesText(plan, 14_000),
    policiesText(review.policies, 16_000),
    rolloutText(review),
    deploysText(review),
    warningsText(review),
  ];
  const foot = [footText(review), markerOf(stack)];
  const used = [...parts, ...foot].reduce((sum, part) => sum + part.length + 2, 0);
  return `${[...parts, fullPlan(plan, LONGEST - used), ...foot].filter((part) => part !== "").join("\n\n")}\n`;
}

function headText(review: Review): string {
  const { stack, verdict, trust } = review;
  const where = trust === "rehearsal" ? " in the rehearsal, without credentials" : "";
  const counts = changesOf(review).replace(/\d+ to (?:replace|delete)/g, "**$&**");
  return [
    `### ${SIGNS[verdict]} ${code(stack)} ${VERDICTS[verdict]}${where}`,
    `**Changes:** ${counts}\\`,
    `**Next:** ${nextAction(review)}`,
  ].join("\n");
}

const JUDGED_BY: Readonly<Record<Review["trust"], string>> = {
  production: "It was judged by the base branch's policies.",
  rehearsal: "Here its own policies judge it; the required check has the base branch's.",
};

function weakeningsText({ weakenings, trust }: Review): string {
  if (weakenings.length === 0) return "";
  const lines = within(
    8_000,
    weakenings.map(({ what }) => `> - ${code(what)}`),
    (more) => `> - and ${more} more`,
  );
  return ["> [!WARNING]", `> **This change weakens what guards the stack.** ${JUDGED_BY[trust]}`, ">", ...lines].join(
    "\n",
  );
}

/** Whose levels and exemptions counted, where that is not plain. */
function rulesText(review: Review): string {
  const told = judgedByText(review, (text) => code(text));
  return told === undefined ? "" : `> [!IMPORTANT]\n> ${told}`;
}

/** What a rehearsal is like, and cannot show, before what it shows. */
function emulatedText({ emulated = [] }: Review): string {
  if (emulated.length === 0) return "";
  const lines = within(
    4_000,
    emulated.map((line) => `> - ${code(line)}`),
    (more) => `> - and ${more} more`,
  );
  return ["> [!NOTE]", "> **This is an emulated world.**", ">", ...lines].join("\n");
}

function errorsText({ errors }: Review): string {
  if (errors.length === 0) return "";
  const told = within(
    6_000,
    errors.map((error) => block(cut(error))),
    (more) => `And ${more} more.`,
  );
  return ["#### What was not judged", ...told].join("\n\n");
}

function rolloutText({ rollout, stack }: Review): string {
  if (!rollout || (rollout.outcome === "hold" && rollout.lines.length === 0)) return "";
  const { flag, from, to, outcome, reasons, lines } = rollout;
  const said = {
    hold: "stays",
    promote: "is promoted",
    refuse: "**is not promoted yet**",
    "roll-back": "goes back",
  }[outcome];
  const way = from === to ? code(to) : `${code(from)} → ${code(to)}`;
  const detail = lines.length > 0 ? lines : reasons;
  return [
    "#### Rollout",
    `${code(flag)} ${said}: ${way}`,
    ...(detail.length > 0 ? [block(cut(detail.join("\n")))] : []),
    ...(outcome === "refuse"
      ? [`Figures, and the earliest moment: ${code(`npx cutover status --stack ${stack}`)}`]
      : []),
  ].join("\n\n");
}

/** What goes for the same reasons stands on one line, so that it reads by directory (S4.5). */
function deploysText({ deploys }: Review): string {
  if (deploys.length === 0) return "";
  const reasons = Map.groupBy(deploys, ({ because, by }) => JSON.stringify([because, by]));
  const told = [...reasons.values()].flatMap((alike) => {
    const [{ because, by } = { because: [], by: undefined }] = alike;
    const names = alike.map(({ what }) => `**${code(what)}**`).join(", ");
    const why = because.map((one) => code(one, 160)).join(", ");
    return [`- ${names}${why ? `: ${why}` : ""}${by ? `; ${by}` : ""}`];
  });
  const lines = within(4_000, told, (more) => `- and ${more} more`);
  return `#### What a merge deploys\n\n${lines.join("\n")}`;
}

function warningsText({ plan }: Review): string {
  const warnings = plan.said.filter(({ severity }) => severity === "warning").map(({ text }) => text);
  if (warnings.length === 0) return "";
  const count = warnings.length === 1 ? "1 warning" : `${warnings.length} warnings`;
  return folded(`${count} of the engine`, block(cut(warnings.join("\n"))));
}

function footText({ record, head, base, trust, errors }: Review): string {
  const rehearsed = trust === "rehearsal";
  const how = rehearsed
    ? "the change's own code, in a rehearsal that holds no credential"
    : "against the real stack, with credentials that only read";
  const commits = [
    ...(head ? [`commit ${code(head.slice(0, 12))}`] : []),
    ...(base ? [`compared with ${code(base.slice(0, 12))}`] : []),
  ];
  const digest = code(record.digest);
  const plan = rehearsed ? `The rehearsal's plan: ${digest}` : `Only this plan is deployed after the merge: ${digest}`;
  const previewed = `Previewed ${[how, ...commits].join("; ")}.`;
  return ["---", ...(errors.length > 0 ? [previewed] : [`${previewed}\\`, plan])].join("\n");
}

/** The longest text of a program that is told. */
const LONGEST_TEXT = 4_000;

const cut = (text: string): string => (text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text);
