import { ConfigError } from "../config/errors.ts";
import { subjectOf } from "../config/faults/fault.ts";
import { checkStackFile } from "../config/stack-file.ts";
import type { StackFile } from "../judgement/report.ts";
import { UserError } from "../providers/protocol/errors.ts";
import { type StackPlace, stackText } from "../release/subject/stack-text.ts";
import { changeOf } from "../review/base/change.ts";
import { commitOf, fileAt } from "../review/base/git.ts";
import { withPackOf } from "../review/base/pack-of.ts";
import { programFiles } from "../review/base/program-files.ts";
import { takenFrom, withStackFile } from "../review/base/stack-file-from.ts";
import { withStandingRules } from "../review/base/standing-rules.ts";
import { type Previewed, previewOf } from "../review/preview.ts";
import type { Review } from "../review/review.ts";
import { type AtGitHub, ruling } from "./preview-ruling.ts";
import type { PreviewOptions } from "./preview-tell.ts";

/** Some minutes less than the workflows' jobs have, so that a preview that hangs still tells what it waits for. */
export const DEADLINE_MS = 10 * 60_000;

/**
 * Previews what is here, or the base with the change's configuration. What loosens the rules is judged by those that stand,
 * until an owner of the policies has approved it.
 */
export async function reviewOf(
  place: StackPlace,
  options: Pick<PreviewOptions, "base" | "configFrom">,
  signal: AbortSignal,
  at: AtGitHub | undefined,
): Promise<Review> {
  const { project, stack, env } = place;
  const { configFrom } = options;
  // Where only the configuration is the change's, what is here is the base.
  const baseRef = options.base ?? (configFrom === undefined ? undefined : "HEAD");
  const ours = await fileHere(place, configFrom !== undefined);
  const base = baseRef === undefined ? undefined : await commitOf(place, baseRef);
  const head = await commitOf(place, configFrom ?? "HEAD").catch((error: unknown) => {
    // Outside of Git there is nothing to name; what was asked for by name has to be there.
    if (configFrom !== undefined || base !== undefined) throw error;
    return undefined;
  });
  const change = base !== undefined && head !== undefined ? await changeOf(place, ours.name, base, head) : undefined;
  const program = change ? programFiles(change.files, change.prefix) : [];
  const asData = configFrom !== undefined && head !== undefined;
  const offered = asData ? await fileAt(place, head, ours.name) : ours.text;
  if (offered === undefined) throw notThere(ours.name, head ?? "");

  const file: StackFile = { ...ours, text: offered };
  const common = { stack, head, base, trust: "production", project, env, signal, change, file } as const;
  const previewed = { ...common, into: at?.pull.into, deadlineMs: DEADLINE_MS, unseen: asData ? program : [] };
  // A file with faults is told as it is, without an engine.
  if (checkStackFile(offered, ours.stack).faults.length > 0) return previewOf(previewed);

  const taken = asData ? takenFrom(offered, ours.text, ours.name) : undefined;
  const unseen = [...previewed.unseen, ...(taken?.untaken ?? []).map((key) => `${key} in ${ours.name}`)];
  const standing = base === undefined ? undefined : await fileAt(place, base, ours.name);
  const ruled =
    change && head !== undefined
      ? await ruling({ standing, offered, unseen, head, path: `${change.prefix}${ours.name}` }, at)
      : undefined;
  const judgedText =
    ruled?.judgedBy?.rules === "base" && standing !== undefined
      ? withStandingRules(standing, taken?.text ?? offered)
      : undefined;
  const whole: Previewed = {
    ...{ ...previewed, unseen, judgedText },
    ...(ruled?.judgedBy && { judgedBy: ruled.judgedBy }),
    ...(ruled?.waits && { waits: ruled.waits }),
  };
  return withFile(judgedText ?? taken?.text, whole, (ready) =>
    !asData && base !== undefined && program.length > 0
      ? withPackOf(place, base, (pack) => previewOf({ ...ready, engine: { pack } }))
      : previewOf(ready),
  );
}

/** The engine reads this text in place of the stack's file; undefined where that is the one that is here. */
const withFile = (
  text: string | undefined,
  previewed: Previewed,
  run: (previewed: Previewed) => Promise<Review>,
): Promise<Review> =>
  text === undefined
    ? run(previewed)
    : withStackFile({ text }, previewed.file.name, (path) =>
        run({ ...previewed, env: { ...previewed.env, PULUMI_OPTION_CONFIG_FILE: path } }),
      );

/** The stack's file that is here; empty where only the change brings one. @throws ConfigError */
async function fileHere(place: StackPlace, mayBeNew: boolean): Promise<StackFile> {
  try {
    return await stackText(place);
  } catch (error) {
    const name = place.stack.split("/").at(-1) ?? "";
    if (!mayBeNew || !(error instanceof ConfigError) || !/^[\w.-]+$/.test(name)) throw error;
    return { stack: name, name: subjectOf(name).file, text: "" };
  }
}

const notThere = (name: string, commit: string): UserError =>
  new UserError(
    "REQUEST_INVALID",
    `${name} is not in ${commit}\n  at --config-from\n  fix: name a stack that has a file there: --stack prod`,
  );
