import { expect, it } from "vitest";
import { requireBuildFilter } from "../../../policies/render/require-build-filter.ts";
import { type Plain, Unknown } from "../../../policies/unknown.ts";
import { API, facts, resource, stackOf, told, WORKER } from "../stack-facts.ts";

const monorepo = stackOf({ frontend: { rootDirectory: "frontend" }, services: { api: {}, worker: {} } });
const judge = (inputs: Record<string, Plain>, stack = monorepo, type = API) =>
  requireBuildFilter.judgeResource(
    resource(type, { name: "twin-api", autoDeployTrigger: "checksPass", ...inputs }),
    () => stack,
  );
const filter = (paths: Plain, ignoredPaths: Plain = []) => ({ buildFilter: { paths, ignoredPaths } });

it.each<[string, Record<string, Plain>]>([
  ["with a folder of its own", { rootDir: "backend" }],
  ["with paths", filter(["backend/**", "requirements.txt"])],
  ["that ignores the frontend", filter([], ["frontend/**"])],
  ["that ignores the frontend, spelled with a slash", filter([], ["/frontend/"])],
  ["that looks at Python only", filter(["**/*.py"])],
  ["that takes the frontend for its own", filter(["backend/**", "frontend/**"])],
  ["that no push deploys", { autoDeployTrigger: "off" }],
])("S4.5 passes a service %s", (_title, inputs) => {
  expect(judge(inputs)).toEqual([]);
});

it.each([
  ["staging", { ...monorepo, production: false }],
  ["a repository without folders", stackOf({ frontend: {}, services: { api: {}, worker: {} } })],
  ["a stack that says nothing", facts],
])("S4.5 leaves %s alone", (_title, stack) => {
  expect(judge({}, stack)).toEqual([]);
});

it.each<[string, Record<string, Plain>]>([
  ["nothing", {}],
  ["the root as its folder", { rootDir: "./" }],
  ["an empty filter", filter([])],
  ["a filter that takes everything", filter(["**"])],
  ["a filter that takes everything, spelled otherwise", filter(["**/*"])],
])("S4.5 refuses a service with %s", (_title, inputs) => {
  const found = judge(inputs);
  expect(told(found)).toEqual([
    [
      "twin-api: Render deploys it for each commit, also for one that only touches frontend; expected rootDirectory or a buildFilter",
      "pulumi config set --path 'cutover:services.api.buildFilter.ignoredPaths[0]' 'frontend/**' --stack prod",
    ],
  ]);
  expect(found[0]?.at).toBe("cutover:services.api.buildFilter");
});

it("S4.5 adds to what a filter ignores already", () => {
  expect(told(judge(filter([], ["docs/**"])))[0]?.[1]).toContain("ignoredPaths[1]");
});

it("S4.5 knows the folders of other services, but not a service's own", () => {
  const stack = stackOf({ services: { api: {}, worker: { rootDirectory: "jobs" } } });
  expect(told(judge({}, stack))).toEqual([[expect.stringContaining("only touches jobs"), expect.anything()]]);
  expect(judge({ rootDir: "jobs" }, stack, WORKER)).toEqual([]);
});

it.each<[string, Record<string, Plain>]>([
  ["folder", { rootDir: new Unknown("later") }],
  ["filter", { buildFilter: new Unknown("later") }],
  ["path", filter([new Unknown("later")])],
  ["trigger", { autoDeployTrigger: new Unknown("later") }],
])("gives notice of a %s that is not known yet", (_title, inputs) => {
  expect(judge(inputs)).toEqual([expect.objectContaining({ level: "notice", fix: "later" })]);
});
