import { z } from "zod";
import { GITHUB_ACTIONS } from "../../config/repository-schema.ts";
import { digestOf } from "../../judgement/digest.ts";
import type { PlanRecord } from "../plan/plan.ts";
import type { GitHub } from "./client.ts";

/** GitHub takes 65,535 characters in a check run's text. */
const LONGEST = 65_000;

const Record = z.object({
  format: z.literal(1),
  stack: z.string(),
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  resources: z.array(z.string()),
});
const FENCE = "```json cutover-plan";

/** A record as a check run keeps it: JSON in a code block. Too long a one is kept without its lines, and cannot tell a difference. */
export function recordText(record: PlanRecord): string {
  const whole = fenced(record);
  return whole.length <= LONGEST ? whole : fenced({ ...record, resources: [] });
}

// A backtick inside would end the block.
const fenced = (record: PlanRecord): string =>
  `${FENCE}\n${JSON.stringify(record, undefined, 1).replaceAll("`", "\\u0060")}\n\`\`\``;

/** The record in a check run's text; undefined where there is none, or one that is not whole. */
export function recordIn(text: string): PlanRecord | undefined {
  const [, json] = text.split(`${FENCE}\n`);
  const record = Record.safeParse(parsed(json?.split("\n```")[0] ?? "")).data;
  if (!record) return undefined;
  return record.resources.length === 0 || digestOf(record.resources) === record.digest ? record : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What was recorded of a commit's preview. */
export interface ReviewedPlan {
  readonly record: PlanRecord;
  /** `success` where the preview passed. */
  readonly conclusion: string | null;
  readonly url: string | null;
}

/** The newest record of a stack at a commit, by a workflow of the repository; undefined where there is none. */
export async function reviewedPlan(
  { octokit, at }: GitHub,
  commit: string,
  stack: string,
): Promise<ReviewedPlan | undefined> {
  const runs = await octokit.paginate(octokit.rest.checks.listForRef, {
    ...{ ...at, ref: commit, app_id: GITHUB_ACTIONS, status: "completed", filter: "all", per_page: 100 },
  });
  const newest = runs
    .filter(({ name, app }) => name.startsWith("preview") && app?.id === GITHUB_ACTIONS)
    .sort((one, other) => other.id - one.id);
  // Of each check the newest run counts: one that was not judged takes the place of an older one that passed.
  const names = new Set<string>();
  for (const { name, output, external_id: id, conclusion, html_url: url } of newest) {
    if (names.has(name)) continue;
    names.add(name);
    const record = recordIn(output.text ?? "");
    if (record?.stack === stack && record.digest === id) return { record, conclusion, url };
  }
  return undefined;
}
