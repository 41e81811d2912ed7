import type { Colors } from "picocolors/types.js";
import { inert } from "../judgement/inert.ts";
import { drawReport } from "../judgement/text.ts";
import { headlineOf } from "./headline.ts";
import { judgedByText } from "./judged-by.ts";
import { groupsOf } from "./plan/groups.ts";
import type { PropertyChange, ResourceChange } from "./plan/plan.ts";
import type { Review } from "./review.ts";

/** A review for a terminal: the verdict first, then what weakens the guard, what changes, the rollout, the policies. */
export function drawReview(review: Review, colors: Colors): string {
  const { verdict, weakenings, plan, rollout, deploys, policies, record, trust, emulated = [] } = review;
  const { bold, dim, yellow } = colors;
  const judgedBy = judgedByText(review, inert);
  const mark = { pass: colors.green("✓"), refused: colors.red("✗"), failed: yellow("?") }[verdict];
  const blocks = [
    [
      `${mark} ${bold(inert(headlineOf(review)))}`,
      ...(trust === "rehearsal"
        ? [dim("  in a rehearsal, without any credential: figures are of an emulated world")]
        : []),
      ...emulated.map((line) => dim(`  ${inert(line)}`)),
    ],
    [
      ...weakenings.map(({ what }) => `${yellow("!")} weakens what guards the stack: ${inert(what)}`),
      ...(judgedBy === undefined ? [] : [`${yellow("!")} ${judgedBy}`]),
    ],
    ...groupsOf(plan).map(({ title, changes }) => [
      bold(inert(title)),
      ...changes.flatMap((change) => changeLines(change, colors)),
    ]),
    rollout ? [bold(inert(rollout.flag)), ...rollout.lines.map((line) => `  ${inert(line)}`)] : [],
    deploys.length > 0
      ? [
          bold("a merge deploys"),
          ...deploys.map(
            ({ what, because, by }) => `  ${inert(what)}: ${inert(because.join(", "))}${by ? `; ${by}` : ""}`,
          ),
        ]
      : [],
    [drawReport(policies, colors).trimEnd()],
    [dim(`plan ${record.digest}`)],
  ];
  return blocks.flatMap((lines) => (lines.length > 0 ? [`${lines.join("\n")}\n`] : [])).join("\n");
}

const SIGNS = { create: "+", import: "=", update: "~", replace: "±", delete: "-" } as const;

function changeLines({ kind, type, name, properties }: ResourceChange, { bold, dim, red }: Colors): string[] {
  const what = `${SIGNS[kind]} ${kind} ${inert(name)}`;
  const told = kind === "replace" || kind === "delete" ? red(bold(what)) : what;
  return [`  ${told} ${dim(inert(type))}`, ...properties.map((property) => `      ${propertyLine(property)}`)];
}

const LONGEST = 100;

/** `path: before → after`, values shortened. */
export function propertyLine({ path, kind, before, after }: PropertyChange): string {
  const shown = (value = "") => (value.length > LONGEST ? `${inert(value.slice(0, LONGEST))}…` : inert(value));
  const change =
    before === after ? "another secret value" : [before, after].map((side) => shown(side) || "nothing").join(" → ");
  return `${inert(path)}${kind === "replace" ? " (replaces)" : ""}: ${change}`;
}
