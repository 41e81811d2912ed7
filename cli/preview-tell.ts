import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import pc from "picocolors";
import { inert } from "../judgement/inert.ts";
import packageJson from "../package.json" with { type: "json" };
import type { Review } from "../review/review.ts";

/** Options of `cutover preview`. */
export interface PreviewOptions {
  readonly stack?: string;
  readonly base?: string;
  readonly configFrom?: string;
  readonly json?: boolean;
  readonly sarif?: boolean;
  readonly md?: boolean;
  readonly out?: string;
  readonly comment: boolean;
  readonly pull?: string;
  readonly check: string;
}

/** 0 it passes, 1 it is refused, 3 it could not be judged. */
export const exitCodeOf = ({ verdict }: Pick<Review, "verdict">): 0 | 1 | 3 =>
  (({ pass: 0, refused: 1, failed: 3 }) as const)[verdict];

/** Prints a review in the form that was asked for, and writes its files. */
export async function tell(review: Review, { json, sarif, md, out }: PreviewOptions): Promise<void> {
  if (out !== undefined) {
    await mkdir(out, { recursive: true });
    await writeFile(join(out, "review.json"), jsonOf(review));
    await writeFile(join(out, "policies.sarif"), await sarifOf(review));
    await writeFile(join(out, "comment.md"), await markdownOf(review));
  }
  process.stdout.write(
    json ? jsonOf(review) : sarif ? await sarifOf(review) : md ? await markdownOf(review) : await textOf(review),
  );
  for (const error of review.errors) process.stderr.write(`${pc.red("Not judged:")} ${inert(error)}\n`);
}

function jsonOf(review: Review): string {
  const policies = { ...review.policies, file: review.policies.file?.name };
  return `${JSON.stringify({ ...review, policies, exitCode: exitCodeOf(review) }, undefined, 2)}\n`;
}

async function sarifOf({ policies }: Review): Promise<string> {
  const { sarifReport } = await import("../judgement/sarif.ts");
  return `${JSON.stringify(sarifReport(policies, packageJson.version), undefined, 2)}\n`;
}

const markdownOf = async (review: Review): Promise<string> =>
  `${(await import("../review/comment/comment.ts")).commentOf(review).trimEnd()}\n`;

const textOf = async (review: Review): Promise<string> => (await import("../review/text.ts")).drawReview(review, pc);
