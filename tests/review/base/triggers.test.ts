import { expect, it } from "vitest";
import { deploysOf } from "../../../review/base/triggers.ts";

const services = {
  api: { name: "api", runtime: "python", rootDirectory: "backend", preDeployCommand: "alembic upgrade head" },
  worker: { name: "worker" },
  scheduler: { name: "scheduler" },
  queue: { name: "queue" },
};
const command = 'git diff --quiet "$VERCEL_GIT_PREVIOUS_SHA" HEAD ./';
const sections = { deploys: "vendor", services, frontend: { rootDirectory: "frontend", ignoreCommand: command } };

/** What is deployed, without the reasons. */
const deployed = (files: readonly string[], of: Readonly<Record<string, unknown>> = sections, prefix?: string) =>
  deploysOf(files, of, prefix).map(({ what }) => what);
const withApi = (api: object) => ({ ...sections, services: { api: { ...services.api, ...api } } });
const withFrontend = (frontend: object) => ({ deploys: "vendor", frontend });

it.each<[string, string[], string[]]>([
  ["of the frontend deploys the frontend only", ["frontend/src/page.tsx"], ["frontend"]],
  ["of the backend deploys the backend only", ["backend/main.py"], ["api", "worker", "scheduler"]],
  ["of migrations outside of the services only migrates", ["supabase/migrations/7_new.sql"], ["migrations"]],
  [
    "of migrations of a service deploys it",
    ["backend/alembic/versions/7.py"],
    ["api", "worker", "scheduler", "migrations"],
  ],
  ["of documentation deploys nothing", ["docs/api.md", "README.md"], ["nothing"]],
  ["of settings is applied by the stack", ["Pulumi.prod.yaml"], ["settings"]],
  ["of the program is applied by the stack", ["components/site.ts", "package-lock.json"], ["settings"]],
  ["of a folder that begins alike deploys nothing", ["backend-old/main.py", "frontendx"], ["nothing"]],
  ["of nothing deploys nothing", [], ["nothing"]],
])("S4.5 a change %s", (_, files, what) => {
  expect(deployed(files)).toEqual(what);
});

it("S4.5 tells which files say so, and who deploys", () => {
  const files = ["backend/a.py", "backend/b.py", "frontend/x.tsx", "docs/a.md", "docs/b.md", "LICENSE"];
  const render = { because: ["2 files in backend"], by: "Render builds it once the commit's checks have passed" };
  expect(deploysOf(files, sections)).toEqual([
    ...["api", "worker", "scheduler"].map((what) => ({ what, ...render })),
    { what: "frontend", because: ["frontend/x.tsx"], by: "Vercel builds the push" },
    { what: "nothing", because: ["2 files in docs", "LICENSE"] },
  ]);
  const [first] = deploysOf(files, { ...sections, deploys: "release" });
  expect(first).toMatchObject({ what: "api", by: "no push deploys it, this stack does" });
});

it("names a few folders, and how many more there are", () => {
  const files = Array.from({ length: 20 }, (_, index) => `f${index}`);
  expect(deploysOf(files, {})[0]?.because).toEqual(["f0", "f1", "f2", "f3", "f4", "f5", "and 14 more"]);
});

it.each<[string, object, string[], boolean]>([
  ["without a folder is built for every file", { rootDirectory: undefined }, ["docs/x"], true],
  ["at the root is built for every file", { rootDirectory: "./" }, ["docs/x"], true],
  ["with paths is built for those", { buildFilter: { paths: ["shared/**"], ignoredPaths: [] } }, ["shared/a/b"], true],
  [
    "with paths is built for no other",
    { buildFilter: { paths: ["shared/**"], ignoredPaths: [] } },
    ["backend/a"],
    false,
  ],
  ["ignores what it is told to", { buildFilter: { paths: [], ignoredPaths: ["**/*.md"] } }, ["backend/x.md"], false],
  [
    "is built for one file that is not ignored",
    { buildFilter: { paths: [], ignoredPaths: ["**/*.md"] } },
    ["backend/x.md", "backend/x"],
    true,
  ],
  [
    "takes hidden files for files",
    { buildFilter: { paths: ["backend/**"], ignoredPaths: [] } },
    ["backend/.env.example"],
    true,
  ],
  [
    "takes a folder's name for all in it",
    { buildFilter: { paths: ["/shared/"], ignoredPaths: [] } },
    ["shared/x"],
    true,
  ],
  ["of an image is not built from the repository", { runtime: "image" }, ["backend/x"], false],
])("S4.5 a service %s", (_, api, files, built) => {
  expect(deployed(files, withApi(api)).includes("api")).toBe(built);
});

it("S4.5 a worker with a folder of its own is built for that one", () => {
  const of = { ...sections, services: { ...services, worker: { name: "worker", rootDirectory: "jobs" } } };
  expect(deployed(["jobs/x.py"], of)).toEqual(["worker"]);
  expect(deployed(["backend/x.py"], of)).toEqual(["api", "scheduler"]);
});

it.each<[string, object, string[], boolean]>([
  ["without a command is built for each push", { rootDirectory: "frontend" }, ["backend/x"], true],
  ["by its folder", { rootDirectory: "frontend", ignoreCommand: command }, ["backend/x"], false],
  [
    "by folders beside its own",
    { rootDirectory: "frontend", ignoreCommand: "git diff --quiet HEAD^ HEAD -- . ../shared" },
    ["shared/x"],
    true,
  ],
  [
    "by folders from the root",
    { rootDirectory: "frontend", ignoreCommand: "git diff --quiet HEAD^ HEAD -- :/shared" },
    ["frontend/x"],
    false,
  ],
  [
    "by the whole repository",
    { rootDirectory: "frontend", ignoreCommand: "git diff --quiet HEAD^ HEAD" },
    ["docs/x"],
    true,
  ],
  ["by a command that nobody can foresee", { ignoreCommand: "npx turbo-ignore" }, ["docs/x"], true],
  ["by several commands", { ignoreCommand: "git diff --quiet A B ./x && exit 1" }, ["docs/x"], true],
])("S4.5 a frontend %s", (_, frontend, files, built) => {
  expect(deployed(files, withFrontend(frontend)).includes("frontend")).toBe(built);
});

it("S4.5 says under which condition a command leaves the frontend out", () => {
  const [frontend] = deploysOf(["docs/x"], withFrontend({ ignoreCommand: "npx turbo-ignore" }));
  expect(frontend?.because).toEqual(["docs/x", "unless npx turbo-ignore ends with 0"]);
});

it("S4.5 a frontend that this stack deploys goes by its folder, whatever its command says", () => {
  const of = { frontend: { rootDirectory: "frontend", ignoreCommand: "exit 1" } };
  expect(deployed(["docs/x"], of)).toEqual(["nothing"]);
  expect(deployed(["frontend/x"], of)).toEqual(["frontend"]);
});

it("finds the program where the project is a folder of the repository", () => {
  expect(deployed(["infra/components/site.ts", "infra/Pulumi.prod.yaml"], {}, "infra/")).toEqual(["settings"]);
});

it("takes a configuration of any shape", () => {
  for (const odd of [{ services: 7 }, { services: { api: [] } }, { frontend: "x" }, { deploys: {} }])
    expect(deployed(["docs/x"], odd)).toEqual(["nothing"]);
});
