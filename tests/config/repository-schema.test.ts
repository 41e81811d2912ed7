import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { schemaFiles } from "../../config/json-schema.ts";
import { isRepositoryStack, parseRepositoryConfig } from "../../config/load.ts";
import { checkStackFile } from "../../config/stack-file.ts";
import { ROOT } from "./baseline.ts";

const text = readFileSync(`${ROOT}Pulumi.repo.yaml`, "utf8");

/** The faults of the committed file with one value changed, as they are told. */
function faultsWith(path: readonly (string | number)[], value: unknown): string[] {
  const file = parse(text) as { config: Record<string, unknown> };
  let at: Record<string | number, unknown> = file.config;
  for (const key of path.slice(0, -1)) at = at[key] as typeof at;
  at[path.at(-1) ?? ""] = value;
  return checkStackFile(stringify(file), "repo").faults.map(({ what, fix }) => `${what} | ${fix}`);
}

describe("the repository's stack", () => {
  it("is accepted as committed, by its own schema", () => {
    expect(checkStackFile(text, "repo")).toEqual({ faults: [], missingSecrets: [] });
  });

  it("is told from the app's stacks by its section", () => {
    expect(isRepositoryStack({ "cutover:repository": "{}" })).toBe(true);
    expect(isRepositoryStack({ "cutover:app": "{}", "aws:region": "x" })).toBe(false);
  });

  it("is loaded with its defaults", () => {
    const { config } = parse(text) as { config: Record<string, unknown> };
    const raw = Object.fromEntries(Object.entries(config).map(([key, value]) => [key, JSON.stringify(value)]));
    expect(parseRepositoryConfig(raw, { stack: "repo" })).toMatchObject({
      mergeGate: {
        name: "merge gate",
        checks: [
          { name: "preview", app: 15368 },
          { name: "preview-staging", app: 15368 },
        ],
      },
      environments: { staging: { waitMinutes: 0, selfReview: false } },
      adopt: { environments: [], branches: {}, variables: [] },
    });
  });

  it("has its committed JSON Schema: npx cutover config schema --write", () => {
    for (const { file, text: written } of schemaFiles()) expect(readFileSync(`${ROOT}${file}`, "utf8")).toBe(written);
  });

  it.each([
    [
      ["cutover:mergeGate", "aprovals"],
      2,
      "mergeGate.aprovals is not a known key; did you mean approvals? | pulumi config rm --path cutover:mergeGate.aprovals --stack repo",
    ],
    [
      ["cutover:mergeGate", "approvals"],
      0,
      "mergeGate.approvals is 0; expected a whole number from 1 to 10. | pulumi config set --path cutover:mergeGate.approvals 1 --stack repo",
    ],
    [
      ["cutover:repository", "address"],
      "git@github.com:acme-brains/twin-brains.git",
      'repository.address is "git@github.com:acme-brains/twin-brains.git"; expected https://github.com/OWNER/NAME. | pulumi config set --path cutover:repository.address https://github.com/acme-brains/twin-brains --stack repo',
    ],
    [
      ["cutover:environments", "production", "branches"],
      [],
      "environments.production.branches is an empty list; expected a list of at least 1. | pulumi config set --path 'cutover:environments.production.branches[0]' main --stack repo",
    ],
  ])("names the fault at %j and how to fix it", (path, value, told) => {
    const faults = faultsWith(path, value);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(told);
  });

  it("names sections of the app's stacks as unknown", () => {
    expect(faultsWith(["cutover:services"], {})[0]).toContain("services is not a known key");
  });
});
