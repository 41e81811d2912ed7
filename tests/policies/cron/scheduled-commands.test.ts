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

  it.each([once, "python manage.py clearsessions", "node jobs/cleanup.js", "./nightly.sh"])(
    "S1.13 passes %s",
    (command) => {
      expect(judge(command)).toEqual([]);
    },
  );

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

  it("S1.13 finds it in the configuration too", () => {
    const services = {
      scheduler: { name: "twin-scheduler", startCommand: once },
      worker: { name: "twin-worker", startCommand: forever },
    };
    expect(disallowContinuousTwin.judgeConfig({ services }, facts)).toHaveLength(1);
  });
});
