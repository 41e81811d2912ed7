import type { CheckRun } from "../../github/entities/checks.ts";
import type { Pull } from "../../github/entities/pull.ts";
import { fullName, type Repository } from "../../github/entities/repository.ts";
import type { GitHubState } from "../../github/entities/state.ts";
import type { Cell, PartView, Section, Status, Tile } from "./view.ts";

interface Check {
  readonly name: string;
  readonly tone: Status["tone"];
  readonly word: string;
}

/** GitHub's pull requests with the checks of their heads, and what guards a merge. */
export function githubView({ repositories }: GitHubState): PartView {
  const all = [...repositories.values()];
  const pulls = all.flatMap((repository) =>
    [...repository.pulls.values()].map((pull) => ({ repository, pull, checks: checksOf(repository, pull) })),
  );
  const open = pulls.filter(({ pull }) => pull.state === "open");
  return {
    tiles: pulls.length > 0 ? [tileOf(open)] : [],
    sections: [pullsSection(pulls), guardsSection(all)],
    problems: [],
    underWay: [],
  };
}

function tileOf(open: readonly { readonly checks: readonly Check[] }[]): Tile {
  const red = open.filter(({ checks }) => checks.some(({ tone }) => tone === "bad")).length;
  const note = red > 0 ? `${red} with a red check` : "no red check";
  return { title: "Open pull requests", value: String(open.length), note, tone: open.length > 0 ? "busy" : "still" };
}

/** The newest run of each name, and the newest status of each context, at the head. */
function checksOf({ checkRuns, statuses }: Repository, { headSha }: Pull): Check[] {
  const runs = [...checkRuns.values()].filter((run) => run.headSha === headSha).map(runCheck);
  const reported = statuses
    .filter(({ sha }) => sha === headSha)
    .map(
      ({ context, state }) =>
        ({
          ...{ name: context, word: state },
          tone: state === "success" ? "good" : state === "pending" ? "busy" : "bad",
        }) satisfies Check,
    );
  return [...new Map([...runs, ...reported].map((check) => [check.name, check])).values()];
}

function runCheck({ name, status, conclusion }: CheckRun): Check {
  if (status !== "completed") return { name, tone: "busy", word: status.replaceAll("_", " ") };
  const word = conclusion ?? "completed";
  if (word === "success") return { name, tone: "good", word };
  return { name, tone: ["neutral", "skipped"].includes(word) ? "still" : "bad", word };
}

function pullStatus({ state, merged, draft }: Pull): Status {
  if (merged) return { tone: "good", word: "merged" };
  if (state === "closed") return { tone: "still", word: "closed" };
  return { tone: "busy", word: draft ? "draft" : "open" };
}

function pullsSection(
  pulls: readonly { readonly repository: Repository; readonly pull: Pull; readonly checks: readonly Check[] }[],
): Section {
  const checkCell = (checks: readonly Check[]): Cell => {
    const worst = (["bad", "busy", "good", "still"] as const).find((tone) =>
      checks.some((check) => check.tone === tone),
    );
    const [first] = checks.filter(({ tone }) => tone === worst);
    if (!worst || !first) return { sub: "no check reported" };
    const told = checks.map(({ name, word }) => `${name}: ${word}`).join(", ");
    return { status: { tone: worst, word: first.word }, sub: told };
  };
  const rows = pulls
    .toReversed()
    .map(({ repository, pull, checks }) => [
      { text: `#${pull.number}`, sub: repository.name },
      { status: pullStatus(pull), sub: `${pull.headRef} → ${pull.baseRef}` },
      { sub: pull.title },
      checkCell(checks),
    ]);
  return {
    id: "pulls",
    title: "Pull requests",
    column: "side",
    empty: "No pull request yet.",
    content: { kind: "table", columns: ["Number", "Status", "Title", "Checks"], rows },
  };
}

function guardsSection(repositories: readonly Repository[]): Section {
  const rows = repositories.flatMap((repository) => [
    ...[...repository.rulesets.values()].map(({ settings }) => [
      { text: settings.name, sub: "ruleset" },
      { text: fullName(repository) },
    ]),
    ...[...repository.environments.values()].map(({ name }) => [
      { text: name, sub: "environment" },
      { text: fullName(repository) },
    ]),
  ]);
  return {
    id: "guards",
    title: "Rulesets and environments at GitHub",
    column: "main",
    empty: "None: pulumi up of the repository's own stack makes them.",
    content: { kind: "table", columns: ["Name", "Repository"], rows },
  };
}
