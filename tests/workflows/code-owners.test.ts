import { globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { programFiles } from "../../review/base/program-files.ts";
import { codeOwners } from "../../review/github/code-owners.ts";
import { ROOT } from "./workflow-files.ts";

const ownersOf = codeOwners(readFileSync(`${ROOT}.github/CODEOWNERS`, "utf8"));
const here = globSync(["*", ".github", ".npmrc"], { cwd: ROOT, withFileTypes: true });
const entries = here.map((entry) => (entry.isDirectory() ? `${entry.name}/a/file.ts` : entry.name));

it("D15 whatever is program has an owner, without whom it is never previewed with credentials", () => {
  const program = programFiles(entries);
  expect(program).toEqual(
    expect.arrayContaining([".github/a/file.ts", "policies/a/file.ts", "index.ts", "package-lock.json"]),
  );
  for (const file of program) expect(ownersOf(file), file).toEqual(["@acme-brains/release-reviewers"]);
});

it("D15 so has what is not there, and would run if it were", () => {
  const files = [
    "Pulumi.json",
    "Pulumi.prod.json",
    "Pulumi.yml",
    "npm-shrinkwrap.json",
    ".cutover/a",
    "node_modules/a",
  ];
  expect(programFiles(files)).toEqual(files);
  for (const file of files) expect(ownersOf(file), file).toEqual(["@acme-brains/release-reviewers"]);
});

it("D14 so has the gate itself", () => {
  expect(ownersOf("Pulumi.repo.yaml")).not.toEqual([]);
  expect(ownersOf(".github/CODEOWNERS")).not.toEqual([]);
});

it("a stack's settings need no owner: anybody may approve them", () => {
  expect(ownersOf("Pulumi.prod.yaml")).toEqual([]);
});
