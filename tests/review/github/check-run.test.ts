import { describe, expect, it } from "vitest";
import { annotationsOf, type CheckRun, writeCheckRun } from "../../../review/github/check-run.ts";
import { at, githubWorld, openPull } from "../../rehearsal/github/github-world.ts";
import { finding, reviewOf } from "./review-of.ts";

const annotation = (line: number) => ({
  ...{ path: "Pulumi.prod.yaml", start_line: line, end_line: line },
  ...{ annotation_level: "failure" as const, title: "a-rule", message: "wrong" },
});

async function written(more: Partial<CheckRun>) {
  const { as } = await githubWorld();
  const { head } = await openPull(as("developer"));
  const octokit = as("actions");
  const run = {
    name: "preview",
    head,
    passed: true,
    title: "t",
    summary: "s",
    text: "x",
    externalId: "e",
    annotations: [],
  };
  const answer = await writeCheckRun({ octokit, at }, { ...run, ...more });
  const { data } = await octokit.rest.checks.listForRef({ ...at, ref: head, filter: "all" });
  const [first] = data.check_runs;
  const asked = { ...at, check_run_id: first?.id ?? 0, per_page: 100 };
  const annotations = await octokit.paginate(octokit.rest.checks.listAnnotations, asked);
  return { answer, runs: data.check_runs, run: first, annotations };
}

describe("a check run", () => {
  it("ends with the verdict, and tells which app it is of", async () => {
    const { answer, run } = await written({ passed: false });
    expect(run).toMatchObject({ name: "preview", status: "completed", conclusion: "failure", external_id: "e" });
    expect(answer.app).toBe("github-actions");
  });

  it("has all of its annotations, fifty in a request, before it ends", async () => {
    const annotations = Array.from({ length: 120 }, (_, index) => annotation(index + 1));
    const { runs, run, annotations: shown } = await written({ annotations });
    expect(runs).toHaveLength(1);
    expect(run).toMatchObject({ status: "completed", conclusion: "success", output: { annotations_count: 120 } });
    expect(shown.map(({ start_line }) => start_line)).toContain(120);
  });
});

describe("annotations", () => {
  const { policies } = reviewOf("0");
  const of = (...findings: ReturnType<typeof finding>[]) => annotationsOf({ ...policies, findings }, "");

  it("stand on the line that causes a violation, with its fix", () => {
    expect(of(finding())).toEqual([
      {
        path: "Pulumi.prod.yaml",
        start_line: 4,
        end_line: 4,
        annotation_level: "failure",
        title: "require-explicit-origins",
        message: "twin-brains: origins has *\nfix: name the origin",
      },
    ]);
  });

  it("are milder for advice and what is exempted, and on the first line where there is no place", () => {
    const levels = of(
      finding({ level: "advisory", at: undefined }),
      finding({ exempted: "exempted until 2026-12-01: x" }),
    );
    expect(levels.map((one) => [one.annotation_level, one.start_line])).toEqual([
      ["warning", 1],
      ["notice", 4],
    ]);
  });

  it("name the file from the repository's root", () => {
    expect(annotationsOf({ ...policies, findings: [finding()] }, "infra/")[0]?.path).toBe("infra/Pulumi.prod.yaml");
  });

  it("hold no escape sequence and no workflow command", () => {
    const [shown] = of(finding({ message: "\u001b[31mred\n::error::x" }));
    expect(shown?.message).toBe("red\n: :error::x\nfix: name the origin");
  });
});
