import type { Repository } from "../entities/repository.ts";

/** A check that has to pass, and whose word counts: that of the app of this number, or anyone's. */
export interface RequiredCheck {
  readonly context: string;
  readonly appId?: number | undefined;
}

const PASSED = new Set(["success", "neutral", "skipped"]);

/** How a required check of a commit stands, in the words of GitHub's refusal; undefined when it has passed. */
export function standing(
  { checkRuns, statuses }: Repository,
  sha: string,
  { context, appId }: RequiredCheck,
): string | undefined {
  const counts = (reporter: number | undefined) => appId === undefined || appId === reporter;
  const run = [...checkRuns.values()].findLast(
    (found) => found.headSha === sha && found.name === context && counts(found.appId),
  );
  const status = statuses.findLast((found) => found.sha === sha && found.context === context && counts(found.appId));
  const states = [
    ...(run
      ? [
          run.status === "completed"
            ? PASSED.has(run.conclusion ?? "")
              ? "passed"
              : "failing"
            : inProgress(run.status),
        ]
      : []),
    ...(status ? [{ success: "passed", pending: "pending", failure: "failing", error: "failing" }[status.state]] : []),
  ];
  if (states.length === 0) return "expected";
  return states.find((state) => state !== "passed");
}

const inProgress = (status: string) => (status === "in_progress" ? "in progress" : status);

/** GitHub's sentence for the checks that have not passed; undefined when all have. */
export function missingChecks(
  repository: Repository,
  sha: string,
  required: readonly RequiredCheck[],
): string | undefined {
  const missing = required.flatMap((check) => {
    const state = standing(repository, sha, check);
    return state === undefined ? [] : [{ context: check.context, state }];
  });
  const [first] = missing;
  if (!first) return undefined;
  if (required.length === 1) return `Required status check "${first.context}" is ${first.state}.`;
  const states = Object.entries(Object.groupBy(missing, ({ state }) => state));
  const head = `${missing.length} of ${required.length} required status checks`;
  if (states.length === 1) return `${head} are ${first.state}.`;
  const parts = states.map(([state, those = []]) => `${those.length} ${state}`);
  return `${head} have not succeeded: ${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}.`;
}
