import { describe, expect, it } from "vitest";
import { disallowContinuousTwin } from "../../../policies/cron/disallow-continuous-twin.ts";
import { requireEndingCommand } from "../../../policies/cron/require-ending-command.ts";
import { type Plain, Unknown } from "../../../policies/unknown.ts";
import { CRON, facts, resource, told, WORKER } from "../stack-facts.ts";

const once = "python scripts/run_feedback_learning_scheduler.py --once --min-events 5 --limit-twins 100";
const forever = "python backend/scripts/run_feedback_learning_scheduler.py --interval-seconds 900";

const cron = (startCommand: Plain, more: Record<string, Plain> = {}) =>
  resource(CRON, { name: "twin-scheduler", startCommand, ...more }, "scheduler");
const worker = (startCommand: Plain, more: Record<string, Plain> = {}) =>
  resource(WORKER, { name: "twin-worker", startCommand, ...more }, "worker");

describe("require-ending-command", () => {
  const judge = (command: Plain) => requireEndingCommand.judgeStack([cron(command)], () => facts);

  it.each([
    once,
    "python manage.py clearsessions",
    "node jobs/cleanup.js",
    "./nightly.sh",
    "python cleanup.py --interval-days 30",
    "node report.js --watchlist names.txt",
    "python scheduler.py --once=true",
    "bash -c \"python scheduler.py '--once'\"",
    "python manage.py clear_scheduled_jobs",
    "timeout 600 python worker.py --loop",
    "celery -A app call tasks.digest",
    "rq worker --burst high default",
    "curl -fsS https://api.example.com/jobs/digest",
  ])("S1.13 passes %s", (command) => {
    expect(judge(command)).toEqual([]);
  });

  it("S1.13 refuses a command that goes on, and a scheduler without --once", () => {
    const where = "edit cutover:services.scheduler.startCommand in Pulumi.prod.yaml";
    expect(told(judge(forever))).toEqual([
      [
        "twin-scheduler: the command has --interval-seconds, so that a run never ends; expected --once",
        `${where}: --interval-seconds away`,
      ],
    ]);
    expect(told(judge("python -m jobs.run_scheduler --min-events 5"))).toEqual([
      ["twin-scheduler: the command has no --once, so that a run never ends; expected --once", `${where}: add --once`],
    ]);
  });

  it.each([
    ["python worker.py --loop", "--loop"],
    ["python worker.py --once=false", "--once=false"],
    ["python worker.py --interval=60", "--interval"],
    ["node jobs.js --poll-interval 5", "--poll-interval"],
    ["python worker.py --interval_seconds=5", "--interval_seconds"],
    ["bash -c 'python worker.py --loop'", "--loop"],
    ["python scheduler.py --once --daemon", "--daemon"],
  ])("S1.13 refuses %s by its flag", (command, flag) => {
    expect(judge(command).map(({ message }) => message)).toEqual([
      `twin-scheduler: the command has ${flag}, so that a run never ends; expected --once`,
    ]);
  });

  it.each([
    ["uvicorn main:app", "uvicorn"],
    [".venv/bin/gunicorn main:app", "gunicorn"],
    ["while true; do python job.py; sleep 60; done", "while true"],
    ["bash -c 'while :; do ./job.sh; done'", "while :"],
    ["python job.py && sleep infinity", "sleep infinity"],
    ["while sleep 60; do ./job.sh; done", "while sleep"],
    ["watch -n 60 ./job.sh", "watch -n"],
    ["crond -f", "crond -f"],
    ["python -m http.server 8080", "python … http.server"],
    ["celery -b redis://:hunter2@queue/0 worker --loglevel info", "celery … worker"],
    ["python manage.py qcluster", "python … qcluster"],
  ])("S1.13 refuses %s, which serves or consumes", (command, program) => {
    expect(judge(command).map(({ message }) => message)).toEqual([
      `twin-scheduler: the command runs ${program}, which never ends; expected a command that ends by itself`,
    ]);
  });

  it.each(["python scheduler.py --once-per-twin", "python scheduler.py --no-once", "python scheduler.py --once=false"])(
    "S1.13 takes %s for a scheduler without --once",
    (command) => {
      expect(judge(command)).toHaveLength(1);
    },
  );

  it("gives notice of a command that is not known yet", () => {
    expect(judge(new Unknown("later"))).toEqual([expect.objectContaining({ level: "notice" })]);
  });
});

describe("disallow-continuous-twin", () => {
  const judge = (...resources: ReturnType<typeof resource>[]) =>
    disallowContinuousTwin.judgeStack(resources, () => facts);

  it("S1.13 passes a worker with another program, and a twin of which one is suspended", () => {
    expect(judge(cron(once), worker("python worker.py"))).toEqual([]);
    expect(judge(cron(once, { suspended: true }), worker(forever))).toEqual([]);
    expect(judge(cron(once), worker(forever, { suspended: true }))).toEqual([]);
  });

  it("S1.13 refuses a worker that runs the scheduler beside the cron job", () => {
    expect(told(judge(cron(once), worker(forever)))).toEqual([
      [
        "twin-scheduler: the worker twin-worker runs the same program without an end; expected only one of them to run",
        "pulumi config set --path cutover:services.scheduler.suspended true --stack prod",
      ],
    ]);
  });

  it.each([
    ["python -m scripts.run_learner --once", "/opt/venv/bin/python scripts/run_learner.py --interval-seconds 60"],
    ["python manage.py learn --once", "python manage.py learn --forever"],
    ["npm run learn -- --once", "npm run learn"],
    ["./bin/learn --once", "/app/bin/learn --interval 60"],
    ["bash -c 'python learn.py --once'", "python learn.py"],
  ])("S1.13 knows %s and %s for one program", (scheduled, goingOn) => {
    expect(judge(cron(scheduled), worker(goingOn))).toHaveLength(1);
  });

  it.each([
    ["python manage.py clearsessions", "python manage.py qcluster"],
    ["npm run digest", "npm run worker"],
    ["python main.py cleanup", "python main.py"],
    ["celery -A app call tasks.digest", "celery -A app worker"],
    ["curl -fsS https://api.example.com/jobs", "curl -fsS https://api.example.com/other"],
  ])("S1.13 takes %s and %s for two", (scheduled, goingOn) => {
    expect(judge(cron(scheduled), worker(goingOn))).toEqual([]);
  });

  it("S1.13 finds it in the configuration too", () => {
    const services = {
      scheduler: { name: "twin-scheduler", startCommand: once },
      worker: { name: "twin-worker", startCommand: forever },
    };
    expect(disallowContinuousTwin.judgeConfig({ services }, facts)).toHaveLength(1);
  });
});
