import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseDocument } from "yaml";
import { z } from "zod";
import { insideWorld } from "../../rehearsal/environment.ts";
import { openRehearsal, type Rehearsal } from "../../rehearsal/open.ts";
import { ClonedProject } from "./support/cloned-project.ts";
import { project } from "./support/world.ts";

const FILE = "Pulumi.prod.yaml";
const RULE = "require-graceful-shutdown";
const Review = z.object({
  verdict: z.string(),
  judgedBy: z.object({ rules: z.string() }).optional(),
  record: z.object({ digest: z.string() }),
  weakenings: z.array(z.object({ file: z.string() })),
  policies: z.object({ findings: z.array(z.object({ rule: z.string(), level: z.string() })) }),
  errors: z.array(z.string()),
});

describe("a change that breaks a rule, disables it, leaves production, and takes the rule out of the pack, with the real engine (D15)", () => {
  let rehearsal: Rehearsal;
  let clone: ClonedProject;
  let base: string;
  /** `npx cutover preview` at the change's commit, as after a code owner's approval of its program. */
  const preview = async (...args: string[]) => {
    const env = { ...rehearsal.env, PULUMI_OPTION_CONFIG_FILE: join(clone.folder, FILE) };
    const given = Object.entries(insideWorld(process.env, env)).flatMap(([name, value]) =>
      value ? [[name, value]] : [],
    );
    const run = await clone.cutover(["preview", "--stack", "prod", "--json", ...args], Object.fromEntries(given));
    expect(run.stdout, run.all).not.toBe("");
    const review = Review.parse(JSON.parse(run.stdout));
    const found = review.policies.findings.filter(({ rule }) => rule === RULE).map(({ level }) => level);
    return { exitCode: run.exitCode, found, ...review };
  };

  beforeAll(async () => {
    rehearsal = await openRehearsal({ project, stack: "prod" });
    clone = await ClonedProject.create();
    const text = await readFile(rehearsal.env.PULUMI_OPTION_CONFIG_FILE ?? "", "utf8");
    await clone.edit(FILE, () => text);
    base = await clone.commit("Production");
    await clone.edit(FILE, (standing) => {
      const document = parseDocument(standing);
      document.setIn(["config", "cutover:services", "worker", "maxShutdownDelaySeconds"], 1);
      document.setIn(["config", "cutover:policy", "levels", RULE], "disabled");
      // The rule is one for production.
      document.setIn(["config", "cutover:app", "environment"], "staging");
      return String(document);
    });
    await clone.edit(`policies/render/${RULE}.ts`, (rule) =>
      rule.replace("if (!stack.production || continuous)", "if (stack)"),
    );
    await clone.commit("A worker that is killed at once");
  });
  afterAll(async () => {
    await Promise.all([rehearsal?.close(), clone?.remove()]);
  });

  it("is judged by the base's pack with the base's levels, and recorded with the plan that its own file declares", async () => {
    const judged = await preview("--base", base);
    expect(judged.errors).toEqual([]);
    expect([judged.exitCode, judged.verdict, judged.found]).toEqual([1, "refused", ["mandatory"]]);
    expect(judged.judgedBy).toEqual({ rules: "base" });
    expect(new Set(judged.weakenings.map(({ file }) => file))).toEqual(new Set([FILE, `policies/render/${RULE}.ts`]));
    // As after the merge: its own pack, its own levels, and nothing to compare with.
    const merged = await preview();
    expect([merged.exitCode, merged.verdict, merged.found]).toEqual([0, "pass", []]);
    expect(merged.record).toEqual(judged.record);
  });
});
