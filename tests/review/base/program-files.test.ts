import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { programFiles } from "../../../review/base/program-files.ts";

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");

it("D15 counts every part of the product as program, but what only a rehearsal or a developer runs", () => {
  const folders = [...read("docs/architecture.md").matchAll(/^\| `([^`]+)` \|/gm)].map(([, folder = ""]) => folder);
  expect(folders.length).toBeGreaterThan(8);
  const files = folders.map((folder) => (folder.endsWith("/") ? `${folder}x.ts` : folder));
  const rest = files.filter((file) => programFiles([file]).length === 0);
  expect(rest.sort()).toEqual(["rehearsal/x.ts", "tools/x.ts"]);
});

it("D15 counts what chooses packages, workflows and owners as program", () => {
  const files = ["package.json", "package-lock.json", ".npmrc", "Pulumi.yaml", ".github/workflows/x.yml", "CODEOWNERS"];
  expect(programFiles(files)).toEqual(files);
});

it("D15 counts what takes the place of program: other spellings, what runs unseen, a link in place of a folder", () => {
  const files = [
    ...["Pulumi.json", "Pulumi.prod.json", "Pulumi.yml", "npm-shrinkwrap.json"],
    ...[".cutover/engine/choice.json", "node_modules/zod/index.js", "policies"],
  ];
  expect(programFiles(files)).toEqual(files);
});

it("leaves out data, docs, and the app's own code", () => {
  expect(
    programFiles(["Pulumi.prod.yaml", "README.md", "docs/a.md", "backend/main.py", "frontend/package.json"]),
  ).toEqual([]);
});

it("finds the program where the project is a folder of the repository", () => {
  const files = ["infra/policies/x.ts", "infra/Pulumi.prod.yaml", "app/policies/x.ts", ".github/workflows/x.yml"];
  expect(programFiles(files, "infra/")).toEqual(["infra/policies/x.ts", ".github/workflows/x.yml"]);
});
