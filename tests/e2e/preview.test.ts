import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { Octokit } from "octokit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseDocument } from "yaml";
import { z } from "zod";
import { engineEnvironment } from "../../engine/environment.ts";
import { insideWorld } from "../../rehearsal/environment.ts";
import type { Rehearsal } from "../../rehearsal/open.ts";
import { recordIn } from "../../review/github/record.ts";
import { gitFolder } from "../support/git-folder.ts";
import { openStandingProd } from "./support/standing-prod.ts";
import { project } from "./support/world.ts";

const Review = z.object({
  verdict: z.enum(["pass", "refused", "failed"]),
  head: z.string(),
  plan: z.object({ changes: z.array(z.object({ name: z.string(), kind: z.string() })) }),
  record: z.object({ digest: z.string() }),
  rollout: z.object({ from: z.string(), to: z.string(), outcome: z.string() }).optional(),
  deploys: z.array(z.object({ what: z.string() })),
  weakenings: z.array(z.object({ file: z.string() })),
  policies: z.object({ findings: z.array(z.object({ rule: z.string(), level: z.string() })) }),
  errors: z.array(z.string()),
});
const NAME = "Pulumi.prod.yaml";

describe("cutover preview of a pull request, with the real engine", () => {
  let rehearsal: Rehearsal;
  let folder: string;
  let base: string;
  let text: string;
  const said: string[] = [];

  beforeAll(async () => {
    rehearsal = await openStandingProd();
    folder = await mkdtemp(join(tmpdir(), "cutover-preview-"));
    text = await readFile(rehearsal.env.PULUMI_OPTION_CONFIG_FILE ?? "", "utf8");
    const files = { [NAME]: text, "policies/rules.ts": "export const rules = [];\n" };
    base = rehearsal.world.git.write(rehearsal.file.repository, "main", "What is deployed", files).sha;
  });
  afterAll(async () => {
    await rehearsal?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const repository = () => {
    const [owner = "", repo = ""] = rehearsal.file.repository.split("/").slice(-2);
    return { owner, repo };
  };
  const as = (who: "developer" | "actions") => {
    const { url, tokens } = rehearsal.world.github;
    return new Octokit({ baseUrl: url, auth: tokens[who] });
  };

  /** The stack's file with values by path, `cutover:origins.0`. */
  const edited = (changes: Readonly<Record<string, unknown>>): string => {
    const document = parseDocument(text);
    for (const [path, value] of Object.entries(changes))
      document.setIn(
        path.split(".").map((key) => (/^\d+$/.test(key) ? Number(key) : key)),
        value,
      );
    return String(document);
  };

  /** A pull request that writes these files; and what the base's code says of it, which its workflow asks for. */
  async function pull(branch: string, files: Readonly<Record<string, string>>) {
    const { git } = rehearsal.world;
    const rest = as("developer").rest;
    await rest.git.createRef({ ...repository(), ref: `refs/heads/${branch}`, sha: base });
    const { sha: head } = git.write(rehearsal.file.repository, branch, "A change", files);
    const { data } = await rest.pulls.create({ ...repository(), title: branch, head: branch, base: "main" });
    await gitFolder(git.repository(rehearsal.file.repository).data, folder);
    const preview = async () => {
      const { owner, repo } = repository();
      const workflow = {
        GIT_DIR: folder,
        GITHUB_REPOSITORY: `${owner}/${repo}`,
        GITHUB_TOKEN: rehearsal.world.github.tokens.actions,
      };
      const { env } = engineEnvironment(insideWorld(process.env, { ...rehearsal.env, ...workflow }));
      const args = [
        "--stack",
        "prod",
        "--base",
        base,
        "--config-from",
        head,
        "--pull",
        `${data.number}`,
        "--comment",
        "--json",
      ];
      const run = await execa(process.execPath, [join(project, "cli/cutover.js"), "preview", ...args], {
        ...{ cwd: project, env, extendEnv: false, reject: false, stdin: "ignore" },
      });
      said.push(run.stdout, run.stderr);
      return { exitCode: run.exitCode, stderr: run.stderr, review: Review.parse(JSON.parse(run.stdout)) };
    };
    const seen = async () => {
      const { rest: actions } = as("actions");
      const { data: comments } = await actions.issues.listComments({ ...repository(), issue_number: data.number });
      const { data: runs } = await actions.checks.listForRef({ ...repository(), ref: head, check_name: "preview" });
      const [check] = runs.check_runs;
      const { data: annotations } = await actions.checks.listAnnotations({
        ...repository(),
        check_run_id: check?.id ?? 0,
      });
      said.push(JSON.stringify([comments, runs, annotations]));
      return { comments, check, annotations };
    };
    return { head, preview, seen };
  }

  it("passes a change that no policy refuses, twice with the same digest, in one comment and with its record", async () => {
    const { head, preview, seen } = await pull("safe", {
      [NAME]: edited({ "config.cutover:services.api.plan": "pro" }),
    });
    const first = await preview();
    expect(first.stderr).toContain("The comment: ");
    expect([first.exitCode, first.review.verdict, first.review.head]).toEqual([0, "pass", head]);
    expect(first.review.plan.changes).toContainEqual({ name: "api", kind: "update" });
    expect(first.review.rollout).toEqual({ from: "0 %", to: "0 %", outcome: "hold" });
    expect(first.review.deploys).toContainEqual({ what: "settings" });
    const second = await preview();
    expect(second.review.record).toEqual(first.review.record);
    const { comments, check } = await seen();
    expect(comments).toHaveLength(1);
    expect(check?.conclusion).toBe("success");
    expect(recordIn(check?.output.text ?? "")?.digest).toBe(first.review.record.digest);
  });

  it("S1.5 refuses a wildcard origin, on its line of the pull request's file", async () => {
    const file = edited({ "config.cutover:origins.0": "*" });
    const { preview, seen } = await pull("wildcard", { [NAME]: file });
    const { exitCode, review } = await preview();
    expect([exitCode, review.verdict]).toEqual([1, "refused"]);
    const { check, annotations } = await seen();
    expect(check?.conclusion).toBe("failure");
    const line = file.split("\n").findIndex((one) => /^ +- "?\*"?$/.test(one)) + 1;
    expect(annotations).toContainEqual(
      expect.objectContaining({
        path: NAME,
        start_line: line,
        title: "require-explicit-origins",
        annotation_level: "failure",
      }),
    );
  });

  it("D15 runs the base's program with the change's values, and stays red until the program is approved", async () => {
    const files = {
      [NAME]: edited({ encryptionsalt: "v1:somebody-elses:salt" }),
      "policies/rules.ts": "throw new Error();\n",
    };
    const { preview, seen } = await pull("program", files);
    const { exitCode, review } = await preview();
    expect([exitCode, review.verdict]).toEqual([3, "failed"]);
    expect(review.plan.changes).toEqual([]);
    expect(review.errors).toEqual([
      expect.stringMatching(
        /^the change of policies\/rules\.ts, encryptionsalt in Pulumi\.prod\.yaml is not in this preview/,
      ),
    ]);
    expect(review.weakenings).toContainEqual({ file: "policies/rules.ts" });
    expect((await seen()).check?.conclusion).toBe("failure");
  });

  it("says what is wrong with a configuration that cannot be used, on the pull request", async () => {
    const { preview, seen } = await pull("typo", { [NAME]: edited({ "config.cutover:deploys": "sometimes" }) });
    const { exitCode, review } = await preview();
    expect([exitCode, review.verdict]).toEqual([3, "failed"]);
    const { comments, check } = await seen();
    expect(comments[0]?.body).toContain("cutover:deploys");
    expect(check?.conclusion).toBe("failure");
  });

  it("shows no secret: not in its output, not in the comment, not in the check run", () => {
    const all = said.join("\n");
    expect(all.length).toBeGreaterThan(10_000);
    expect(rehearsal.secrets.filter((secret) => all.includes(secret))).toEqual([]);
    expect(rehearsal.world.github.unknownRoutes()).toEqual([]);
  });
});
