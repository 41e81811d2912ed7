import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { eventually } from "../support/eventually.ts";
import { ClonedProject } from "./support/cloned-project.ts";

const MARK = "made-up-credential-5d20";
/** What a machine may have around a pull request's code. */
const credentials = {
  ...{ RENDER_API_KEY: MARK, VERCEL_API_TOKEN: MARK, GITHUB_TOKEN: MARK, PULUMI_ACCESS_TOKEN: MARK },
  ...{ PULUMI_CONFIG_PASSPHRASE: MARK, AWS_SECRET_ACCESS_KEY: MARK, CUTOVER_DATABASE_URL: `postgres://x:${MARK}@db` },
  PULUMI_BACKEND_URL: `https://${MARK}.example`,
};
/** A program that looks around: it fails where it finds one. */
const spy = `if (Object.values(process.env).some((value) => value?.includes("${MARK}"))) throw new Error("a credential is here");\n`;

/** As \`pulumi config set --secret\` leaves it, with a key that is not here. */
const ENCRYPTED = `  cutover:secrets:
    OPENAI_API_KEY: {secure: v1:bWFkZS11cA==:bWFkZS11cA==}
encryptionsalt: v1:bWFkZS11cA==:v1:bWFkZS11cA==:bWFkZS11cA==
`;
const percent = (from: number, to: number) => (text: string) =>
  text.replace(`percent: ${from}\n    ladder`, `percent: ${to}\n    ladder`);

const Review = z.looseObject({
  trust: z.string(),
  verdict: z.string(),
  emulated: z.array(z.string()),
  errors: z.array(z.string()),
  rollout: z.object({ from: z.string(), to: z.string(), outcome: z.string(), lines: z.array(z.string()) }),
  deploys: z.array(z.object({ what: z.string() })),
  plan: z.object({ changes: z.array(z.object({ kind: z.string(), name: z.string() })) }),
  policies: z.object({ findings: z.array(z.object({ rule: z.string(), level: z.string() })) }),
});

let clone: ClonedProject;
let base: string;

beforeAll(async () => {
  clone = await ClonedProject.create();
  await clone.edit("index.ts", (text) => text + spy);
  await clone.edit("Pulumi.prod.yaml", (text) => percent(0, 10)(text) + ENCRYPTED);
  base = await clone.commit("Production, at 10 %");
});
afterAll(() => clone?.remove());

describe("a preview of a pull request's own program, without credentials (D15)", () => {
  let run: Awaited<ReturnType<ClonedProject["cutover"]>>;
  let review: z.output<typeof Review>;
  beforeAll(async () => {
    await clone.edit("Pulumi.prod.yaml", (text) => percent(10, 50)(text).replace("plan: standard", "plan: pro"));
    await clone.edit("components/rollout.ts", (text) => text.replace('"cutoverPercent"', '"cutoverShare"'));
    await clone.commit("A bigger API, half of the users, another name");
    run = await clone.cutover(["preview", "--rehearse", "--base", base, "--json", "--out", "told"], credentials);
    expect(run.exitCode, run.all).toBe(0);
    review = Review.parse(JSON.parse(run.stdout));
  });

  it("is told as a rehearsal, of a world that is where the base was", () => {
    expect(review).toMatchObject({ trust: "rehearsal", errors: [] });
    expect(review.emulated.join("\n")).toMatch(`as ${base.slice(0, 12)} has it, with the rollout at 10 %`);
  });

  it("shows what the change does by its configuration and by its program, and nothing else", () => {
    const changed = review.plan.changes.map(({ kind, name }) => `${kind} ${name}`);
    expect(changed).toEqual(
      expect.arrayContaining(["update api", "replace deployment", "replace zero-twin", "update V2_ROLLOUT_PERCENT"]),
    );
    expect(changed.filter((one) => /^(create|delete|import)/.test(one))).toEqual([]);
    expect(changed.join()).not.toMatch(/queue|worker|scheduler|frontend,/);
  });

  it("does not refuse a step for evidence that only production has", () => {
    expect(review.rollout).toMatchObject({ from: "10 %", to: "50 %", outcome: "promote" });
    expect(review.rollout.lines.join()).toMatch(/required check/);
    const levels = review.policies.findings.map(({ rule, level }) => `${level} ${rule}`);
    expect(levels).toContain("advisory require-earned-promotion");
    expect(review.verdict).toBe("pass");
  });

  it("hands no credential to a program, and tells none", async () => {
    const files = await readdir(join(clone.folder, "told"));
    const told = await Promise.all(files.map((file) => readFile(join(clone.folder, "told", file), "utf8")));
    expect([run.all, ...told].filter((text) => text?.includes(MARK))).toEqual([]);
    expect(told.some((text) => text.includes("emulated world"))).toBe(true);
  });

  it("leaves neither a world nor anything in Git", async () => {
    expect(await readdir(join(clone.folder, ".cutover", "worlds"))).toEqual([]);
    await expect(clone.commit("nothing but what was told")).resolves.toMatch(/^[0-9a-f]{40}$/);
  });
});

it("ends with 3 where the base does not come up, and says so without the program's own words being commands", async () => {
  await clone.edit("index.ts", () => 'throw new Error("::error::made up");\n');
  const broken = await clone.commit("Broken");
  const { exitCode, stdout, stderr } = await clone.cutover(["preview", "--rehearse", "--base", broken]);
  expect([exitCode, stdout]).toEqual([3, ""]);
  expect(stderr).toMatch(/^REHEARSAL_BASE_FAILED: .* at pulumi up .*made up.*\n {2}fix: /s);
  expect(stderr).not.toContain("::error");
});

it("ends at Ctrl-C with 130, and leaves no world", async () => {
  const worlds = () => readdir(join(clone.folder, ".cutover", "worlds")).catch(() => []);
  const running = clone.cutover(["preview", "--rehearse", "--base", base]);
  await eventually(async () => expect(await worlds()).toHaveLength(1), 90_000);
  running.kill("SIGINT");
  const { exitCode, all } = await running;
  expect(exitCode, all).toBe(130);
  expect(await worlds()).toEqual([]);
});
