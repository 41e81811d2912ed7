import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import pc from "picocolors";
import { checkStackFile } from "../config/stack-file.ts";
import { inert } from "../judgement/inert.ts";
import packageJson from "../package.json" with { type: "json" };
import { UserError } from "../providers/protocol/errors.ts";
import { placeOf } from "../release/subject/place.ts";
import { type StackPlace, stackText } from "../release/subject/stack-text.ts";
import { changeOf } from "../review/base/change.ts";
import { commitOf, fileAt, prefixOf } from "../review/base/git.ts";
import { withPackOf } from "../review/base/pack-of.ts";
import { programFiles } from "../review/base/program-files.ts";
import { takenFrom, withStackFile } from "../review/base/stack-file-from.ts";
import { openGitHub } from "../review/github/client.ts";
import { pullNumber } from "../review/github/pull.ts";
import { type Previewed, previewOf } from "../review/preview.ts";
import type { Review } from "../review/review.ts";
import { reportError } from "./report-error.ts";

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

/** Previews, tells, and gives the exit code. */
export async function previewStack(options: PreviewOptions, signal: AbortSignal): Promise<number> {
  try {
    const place = placeOf(options.stack, process.env);
    // What is missing at GitHub is told before minutes are spent.
    const github = options.comment ? await openGitHub(process.env) : undefined;
    const pull = github && (await pullNumber(options.pull, process.env));
    if (process.stderr.isTTY) process.stderr.write(`Previewing ${place.stack}…\n`);
    const review = await reviewOf(place, options, signal);
    if (signal.aborted) return 130;
    await tell(review, options);
    const published = github && pull ? await publishAt(github, review, pull, place, options) : true;
    return published ? exitCodeOf(review) : 3;
  } catch (error) {
    if (signal.aborted) return 130;
    return reportError(error) === 2 ? 2 : 3;
  }
}

/** 0 it passes, 1 it is refused, 3 it could not be judged. */
export const exitCodeOf = ({ verdict }: Pick<Review, "verdict">): 0 | 1 | 3 =>
  (({ pass: 0, refused: 1, failed: 3 }) as const)[verdict];

async function reviewOf(place: StackPlace, options: PreviewOptions, signal: AbortSignal): Promise<Review> {
  const { project, stack, env } = place;
  const { configFrom } = options;
  // Where only the configuration is the change's, what is here is the base.
  const baseRef = options.base ?? (configFrom === undefined ? undefined : "HEAD");
  const ours = await stackText(place);
  const base = baseRef === undefined ? undefined : await commitOf(place, baseRef);
  const head = await commitOf(place, configFrom ?? "HEAD").catch((error: unknown) => {
    // Outside of Git there is nothing to name; what was asked for by name has to be there.
    if (configFrom !== undefined || base !== undefined) throw error;
    return undefined;
  });
  const change = base !== undefined && head !== undefined ? await changeOf(place, ours.name, base, head) : undefined;
  const common = { stack, head, base, trust: "production", project, signal, change } as const;
  if (configFrom === undefined || head === undefined) {
    const own = { ...common, env, file: ours, unseen: [] };
    const program = change ? programFiles(change.files, change.prefix) : [];
    if (base === undefined || program.length === 0) return previewOf(own);
    return withPackOf(place, base, (pack) => previewOf({ ...own, engine: { pack } }));
  }

  const offered = await fileAt(place, head, ours.name);
  if (offered === undefined) throw notThere(ours.name, head);
  const previewed = {
    ...common,
    file: { ...ours, text: offered },
    env,
    unseen: change ? programFiles(change.files, change.prefix) : [],
  };
  // A file with faults is told as it is, without an engine.
  if (checkStackFile(offered, ours.stack).faults.length > 0) return previewOf(previewed);
  return withTaken(previewed, ours);
}

function withTaken(
  previewed: Previewed,
  { name, text }: { readonly name: string; readonly text: string },
): Promise<Review> {
  const taken = takenFrom(previewed.file.text, text, name);
  const unseen = [...previewed.unseen, ...taken.untaken.map((key) => `${key} in ${name}`)];
  return withStackFile(taken, name, (path) =>
    previewOf({ ...previewed, unseen, env: { ...previewed.env, PULUMI_OPTION_CONFIG_FILE: path } }),
  );
}

const notThere = (name: string, commit: string): UserError =>
  new UserError(
    "REQUEST_INVALID",
    `${name} is not in ${commit}\n  at --config-from\n  fix: name a stack that has a file there: --stack prod`,
  );

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

/** Whether the check run was written; the comment alone may be missing. */
async function publishAt(
  github: Awaited<ReturnType<typeof openGitHub>>,
  review: Review,
  pull: number,
  place: StackPlace,
  { check }: PreviewOptions,
): Promise<boolean> {
  const { publish } = await import("../review/github/publish.ts");
  const head = review.head ?? (await commitOf(place, "HEAD"));
  const published = await publish(github, { ...review, head }, { pull, check, prefix: await prefixOf(place) });
  for (const note of published.notes) process.stderr.write(`${pc.yellow("!")} ${inert(note)}\n`);
  if (published.comment) process.stderr.write(`The comment: ${published.comment}\n`);
  return published.check !== undefined;
}
