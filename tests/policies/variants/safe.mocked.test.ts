import { afterAll, describe, expect, it, vi } from "vitest";
import { besidesKnown, judged } from "./judged-variant.ts";
import { safeCron } from "./safe-cron.ts";
import { safeEnv } from "./safe-env.ts";
import { safeGithub } from "./safe-github.ts";
import { safeRelease } from "./safe-release.ts";
import { safeRender } from "./safe-render.ts";
import { safeRollout } from "./safe-rollout.ts";
import { safeSecrets } from "./safe-secrets.ts";
import { safeVercel } from "./safe-vercel.ts";
import type { Variant } from "./variant.ts";

// A digest that is slow on purpose, of which nothing here depends.
vi.mock("node:crypto", async (original) => ({
  ...(await original<typeof import("node:crypto")>()),
  scryptSync: () => Buffer.alloc(16),
}));

const groups = Object.entries({
  env: safeEnv,
  secrets: safeSecrets,
  render: safeRender,
  vercel: safeVercel,
  rollout: safeRollout,
  cron: safeCron,
  release: safeRelease,
  github: safeGithub,
});

let passed = 0;
afterAll(() => {
  const all = groups.flatMap(([, variants]) => variants).length;
  console.info(`${all - passed} of ${all} safe variants are refused, or advised against`);
});

describe.each(groups)("a safe change passes all rules: %s", (_group, variants) => {
  it.each(variants.map((one) => [one.title, one] as const))("%s", async (_title, variant: Variant) => {
    const { refused, advised, byProgram, told } = await judged(variant);
    expect([...refused, ...besidesKnown(advised), ...byProgram], told.join("\n")).toEqual([]);
    passed += 1;
  });
});

describe("where nothing exists yet", () => {
  it.each(["prod", "staging", "repo"] as const)("%s passes as committed", async (stack) => {
    const { refused, advised, told } = await judged({ title: stack, stack }, "first preview");
    expect([...refused, ...besidesKnown(advised)], told.join("\n")).toEqual([]);
  });
});
