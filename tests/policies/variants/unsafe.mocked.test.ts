import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { rules } from "../../../policies/rules.ts";
import { besidesKnown, judged, KNOWN_ADVICE } from "./judged-variant.ts";
import { unsafeCron } from "./unsafe-cron.ts";
import { unsafeEnv } from "./unsafe-env.ts";
import { unsafeExemptions } from "./unsafe-exemptions.ts";
import { unsafeGithub } from "./unsafe-github.ts";
import { unsafeOrigins } from "./unsafe-origins.ts";
import { unsafeRelease } from "./unsafe-release.ts";
import { unsafeRender } from "./unsafe-render.ts";
import { unsafeRollout } from "./unsafe-rollout.ts";
import { unsafeSecrets } from "./unsafe-secrets.ts";
import { unsafeVercel } from "./unsafe-vercel.ts";
import type { UnsafeVariant } from "./variant.ts";

// A digest that is slow on purpose, of which nothing here depends.
vi.mock("node:crypto", async (original) => ({
  ...(await original<typeof import("node:crypto")>()),
  scryptSync: () => Buffer.alloc(16),
}));
// What the program would refuse an update for, it says in each preview.
beforeEach(() => void vi.spyOn(console, "warn").mockImplementation(() => {}));

const groups = Object.entries({
  origins: unsafeOrigins,
  env: unsafeEnv,
  secrets: unsafeSecrets,
  render: unsafeRender,
  vercel: unsafeVercel,
  rollout: unsafeRollout,
  cron: unsafeCron,
  release: unsafeRelease,
  github: unsafeGithub,
  exemptions: unsafeExemptions,
});
const neverExempt = new Set(rules.filter((rule) => rule.neverExempt).map(({ name }) => name));

let caught = 0;
afterAll(() => {
  const all = groups.flatMap(([, variants]) => variants).length;
  console.info(
    `${all - caught} of ${all} unsafe variants are missed, or caught by another rule than the one that is meant`,
  );
});

describe.each(groups)("an unsafe change is found by the one rule that is meant: %s", (_group, variants) => {
  it.each(variants.map((one) => [one.title, one] as const))("%s", async (_title, variant: UnsafeVariant) => {
    const { rule } = variant;
    const { refused, advised, noted, byProgram, told } = await judged(variant);
    const printed = [...(rule === KNOWN_ADVICE ? advised : besidesKnown(advised)), ...(variant.onlyNoted ? noted : [])];
    const found = [...refused, ...printed];
    expect(found, told.join("\n")).toEqual([rule]);
    // Without a pack, the program itself refuses what nobody may exempt, and nothing else.
    if (judgedByConfig(variant)) expect(byProgram, told.join("\n")).toEqual(neverExempt.has(rule) ? [rule] : []);
    caught += 1;
  });
});

const judgedByConfig = ({ stack, onlyByPack, resources, added, circumstances, secrets }: UnsafeVariant) =>
  stack !== "repo" && !onlyByPack && !resources && !added && !circumstances && !secrets;
