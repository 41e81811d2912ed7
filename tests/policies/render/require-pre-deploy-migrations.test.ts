import { expect, it } from "vitest";
import { requirePreDeployMigrations } from "../../../policies/render/require-pre-deploy-migrations.ts";
import { type Plain, Unknown } from "../../../policies/unknown.ts";
import { API, CRON, facts, resource, stackOf, told, WORKER } from "../stack-facts.ts";

const declared = stackOf({ services: { api: { buildCommand: "pip install" }, worker: {}, scheduler: {} } });
const judge = (inputs: Record<string, Plain>, type = API, name = "twin") =>
  requirePreDeployMigrations.judgeResource(resource(type, { name, ...inputs }), () => declared);
const set = (key: string, value: string) => `pulumi config set --path cutover:services.${key} '${value}' --stack prod`;

it("S4.2 passes migrations in the pre-deploy command, and commands without any", () => {
  expect(
    judge({
      buildCommand: "pip install -r requirements.txt",
      preDeployCommand: "alembic upgrade head",
      startCommand: "uvicorn main:app",
    }),
  ).toEqual([]);
});

it("S4.2 lets staging migrate when it is built", () => {
  const inputs = { name: "twin", buildCommand: "alembic upgrade head" };
  const stack = { ...declared, production: false };
  expect(requirePreDeployMigrations.judgeResource(resource(API, inputs), () => stack)).toEqual([]);
});

it("S4.2 refuses a migration in the build, and moves it", () => {
  const found = judge({ buildCommand: "pip install -r requirements.txt && alembic upgrade head" });
  expect(told(found)).toEqual([
    [
      "twin: buildCommand runs a migration (alembic …) while it is built, whether or not the build succeeds; expected it in preDeployCommand",
      `${set("api.preDeployCommand", "alembic upgrade head")} && ${set("api.buildCommand", "pip install -r requirements.txt")}`,
    ],
  ]);
  expect(found[0]?.at).toBe("cutover:services.api.buildCommand");
});

it.each<[title: string, type: string, inputs: Record<string, Plain>, key: string]>([
  ["the API's start", API, { startCommand: "python manage.py migrate && gunicorn app" }, "api.startCommand"],
  ["its container's start", API, { dockerCommand: "npx prisma migrate deploy && node ." }, "api.dockerCommand"],
  ["the worker's start", WORKER, { startCommand: "npx prisma migrate deploy && node ." }, "worker.startCommand"],
  ["its container's start", WORKER, { dockerCommand: "flask db upgrade && python w.py" }, "worker.startCommand"],
  ["a build that is the API's", WORKER, { buildCommand: "npm ci && npm run migrate" }, "api.buildCommand"],
  ["the scheduled command", CRON, { startCommand: "flask db upgrade && python s.py" }, "scheduler.startCommand"],
])("S4.2 refuses one in %s (%s)", (_title, type, inputs, key) => {
  const found = judge(inputs, type);
  expect(found).toEqual([expect.objectContaining({ level: "violation", at: `cutover:services.${key}` })]);
  expect(found[0]?.fix).toContain(` && pulumi config set --path cutover:services.${key} `);
});

it("S4.2 knows where the scheduler's worker has its command", () => {
  const [found] = judge({ startCommand: "flask db upgrade && python s.py" }, WORKER, "twin-scheduler-continuous");
  expect(found?.at).toBe("cutover:services.scheduler.continuous.startCommand");
});

it.each([
  ["what a shell is given", declared, "sh -c 'alembic upgrade head && uvicorn main:app'"],
  ["nothing but the migration", declared, "alembic upgrade head"],
  ["a stack whose file is not there", facts, "alembic upgrade head && uvicorn main:app"],
])("S4.2 leaves %s to a person", (_title, stack, startCommand) => {
  const [found] = requirePreDeployMigrations.judgeResource(resource(API, { name: "twin", startCommand }), () => stack);
  expect(found?.fix).toBe(
    "move the migration from cutover:services.api.startCommand to cutover:services.api.preDeployCommand",
  );
});

it.each([
  ["alembic upgrade head || true", "|| true", "alembic upgrade head"],
  ["flask db upgrade || echo skipped", "|| echo", "flask db upgrade"],
  ["npm run migrate||:", "|| :", "npm run migrate"],
])("S4.2 refuses a pre-deploy command that goes on after a failure: %s", (preDeployCommand, shown, instead) => {
  const found = judge({ preDeployCommand });
  expect(told(found)).toEqual([
    [
      `twin: preDeployCommand goes on when its migration fails (${shown}); expected the failure to stop the deploy`,
      set("api.preDeployCommand", instead),
    ],
  ]);
  expect(found[0]?.at).toBe("cutover:services.api.preDeployCommand");
});

it.each([
  "alembic upgrade head || exit 1",
  "alembic upgrade head || (sleep 5 && alembic upgrade head)",
  "python warm_cache.py || true",
])("S4.2 passes a pre-deploy command whose migration can fail: %s", (preDeployCommand) => {
  expect(judge({ preDeployCommand })).toEqual([]);
});

it.each([
  { startCommand: "DATABASE_URL=postgres://app:hunter2@db/app alembic upgrade head && uvicorn main:app" },
  { startCommand: "npx knex migrate:latest --password hunter2 && node ." },
  { preDeployCommand: "DB_PASSWORD=hunter2 alembic upgrade head || true" },
])("S4.2 shows nothing of a command that nobody should read: %j", (inputs) => {
  const found = judge(inputs);
  expect(found).toHaveLength(1);
  expect(JSON.stringify(found)).not.toContain("hunter2");
});

it("gives notice of a command that is not known yet", () => {
  expect(judge({ buildCommand: new Unknown("later") })).toEqual([expect.objectContaining({ level: "notice" })]);
});
