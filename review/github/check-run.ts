import { inert } from "../../judgement/inert.ts";
import { Locator } from "../../judgement/locate.ts";
import type { Report, ToldFinding } from "../../judgement/report.ts";
import type { GitHub } from "./client.ts";

/** A remark on lines of a file, shown where the pull request shows the file. */
export interface Annotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly annotation_level: "notice" | "warning" | "failure";
  readonly title: string;
  readonly message: string;
}

/** What a check run is to say. */
export interface CheckRun {
  /** As the ruleset requires it. */
  readonly name: string;
  /** The commit that it is about. */
  readonly head: string;
  readonly passed: boolean;
  readonly title: string;
  /** Markdown. */
  readonly summary: string;
  readonly text: string;
  /** Finds its record again. */
  readonly externalId: string;
  readonly annotations: readonly Annotation[];
}

/** GitHub takes so many annotations in a request, and so many characters in a summary. */
const AT_ONCE = 50;
const LONGEST = 65_000;

/**
 * Writes a check run. One with more annotations than a request takes counts as in progress until it has all of them.
 * @returns its address, and the app that the token is of
 */
export async function writeCheckRun(
  { octokit, at }: GitHub,
  { name, head, passed, title, summary, text, externalId, annotations }: CheckRun,
): Promise<{ readonly url: string | null; readonly app: string | undefined }> {
  const told = { title: title.slice(0, 200), summary: summary.slice(0, LONGEST), text };
  const ending = { status: "completed", conclusion: passed ? "success" : "failure" } as const;
  const batches = Array.from({ length: Math.max(1, Math.ceil(annotations.length / AT_ONCE)) }, (_, index) => ({
    ...told,
    annotations: annotations.slice(index * AT_ONCE, (index + 1) * AT_ONCE),
  }));
  const [first = { ...told, annotations: [] }, ...rest] = batches;
  const state = rest.length === 0 ? ending : ({ status: "in_progress" } as const);
  const { data } = await octokit.rest.checks.create({
    ...{ ...at, name, head_sha: head, external_id: externalId, ...state, output: first },
  });
  for (const [index, output] of rest.entries())
    await octokit.rest.checks.update({
      ...{ ...at, check_run_id: data.id, ...(index === rest.length - 1 ? ending : {}), output },
    });
  return { url: data.html_url, app: data.app?.slug };
}

/** Findings on the lines of the stack's file that cause them. @param prefix the project's folder in the repository */
export function annotationsOf({ findings, file }: Pick<Report, "findings" | "file">, prefix: string): Annotation[] {
  if (!file) return [];
  const locator = new Locator(file);
  return findings.map((finding) => {
    const { rule, message, fix, at, exempted } = finding;
    const { startLine, endLine } = (at === undefined ? undefined : locator.regionOf(at)) ?? {
      startLine: 1,
      endLine: 1,
    };
    const lines = [message, ...(exempted ? [exempted] : []), `fix: ${fix}`];
    return {
      path: `${prefix}${file.name}`,
      start_line: startLine,
      end_line: endLine,
      annotation_level: levelOf(finding),
      title: rule,
      message: inert(lines.join("\n")).slice(0, LONGEST),
    };
  });
}

function levelOf({ level, exempted }: ToldFinding): Annotation["annotation_level"] {
  if (exempted) return "notice";
  return level === "mandatory" ? "failure" : "warning";
}
