import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { actions, ROOT, steps, workflows } from "./workflow-files.ts";

const lines = [...workflows, ...actions].flatMap(({ path, text }) =>
  [...text.matchAll(/^\s*(?:- )?uses: (.+)$/gm)].map(([, used = ""]) => ({ path, used })),
);
const foreign = lines.filter(({ used }) => !used.startsWith("./"));

describe("the actions that workflows use", () => {
  it("are all seen", () => {
    expect(lines).toHaveLength(steps.filter(({ step }) => step.uses !== undefined).length);
    expect(foreign.length).toBeGreaterThan(10);
  });

  it("are pinned by a commit, with the version that it is", () => {
    for (const { path, used } of foreign)
      expect(used, path).toMatch(/^[\w-]+\/[\w-]+(?:\/[\w-]+)?@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it("have one version each", () => {
    const versions = Map.groupBy(foreign, ({ used }) => used.split("@")[0]?.split("/").slice(0, 2).join("/"));
    for (const [action, uses] of versions)
      expect([...new Set(uses.map(({ used }) => used.split("@")[1]))], action).toHaveLength(1);
  });

  it("are there where they are this repository's own", () => {
    for (const { path, used } of lines.filter(({ used }) => used.startsWith("./")))
      expect(existsSync(`${ROOT}${used}/action.yml`), `${path}: ${used}`).toBe(true);
  });

  it("leave no token behind in a checkout", () => {
    const checkouts = steps.filter(({ step }) => step.uses?.startsWith("actions/checkout@"));
    expect(checkouts.length).toBeGreaterThan(5);
    for (const { name, step } of checkouts) expect(step.with["persist-credentials"], name).toBe(false);
  });

  it("are given inputs that they have, where they are this repository's own", () => {
    for (const { name, step } of steps) {
      const own = actions.find(({ path }) => step.uses && path === `${step.uses.slice(2)}/action.yml`);
      if (own) expect(Object.keys(own.action.inputs), name).toEqual(expect.arrayContaining(Object.keys(step.with)));
    }
  });

  it("run no install script of a package", () => {
    const installs = steps.filter(({ step }) => /\bnpm (?:ci|i|install)\b/.test(step.run ?? ""));
    expect(installs.length).toBeGreaterThan(2);
    // With --omit=dev the command would find packages missing, and install them all a second time.
    for (const { name, step } of installs) expect(step.run, name).toBe("npm ci --ignore-scripts");
  });
});
