import { rule } from "../rule.ts";
import { programOf, scheduledCommands } from "../subjects/scheduled-commands.ts";
import { known } from "../unknown.ts";

/** A run that does not end keeps the next one from starting, until Render stops it after twelve hours (S1.13). */
export const requireEndingCommand = rule({
  name: "require-ending-command",
  description:
    "A cron job's command ends by itself: a scheduler runs --once, and nothing runs at an interval of its own.",
  reason:
    "Render runs one instance of a cron job at a time. A command that never ends holds that place until Render stops it after twelve hours, in the middle of whatever it is doing; no other run starts meanwhile, and every run of it counts as failed.",
  pages: ["https://render.com/docs/cronjobs"],
  requirements: ["S1.13"],
  severity: "high",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: scheduledCommands,

  judge({ name, command }, { stack }, violation) {
    const given = known(command, "startCommand");
    // Whatever timeout(1) runs is ended by it.
    if (typeof given !== "string" || /^\s*timeout\s/.test(given)) return;
    const flag = FLAG.exec(given)?.[1];
    const program = shortened(PROGRAM.exec(given)?.[1]);
    const needsOnce = /scheduler/i.test(programOf(given) ?? "") && !ONCE.test(given);
    const where = `edit ${AT}${stack ? ` in Pulumi.${stack}.yaml` : ""}`;
    if (flag)
      violation(
        `${name}: the command has ${flag}, so that a run never ends; expected --once`,
        `${where}: ${flag} away`,
        AT,
      );
    else if (program)
      violation(
        `${name}: the command runs ${program}, which never ends; expected a command that ends by itself`,
        `${where}: a command that ends by itself; what goes on belongs into cutover:services.worker`,
        AT,
      );
    else if (needsOnce)
      violation(
        `${name}: the command has no --once, so that a run never ends; expected --once`,
        `${where}: add --once`,
        AT,
      );
  },
});

/** Without what stands between, which may be an address with a password. */
function shortened(found: string | undefined): string | undefined {
  const words = found?.split(/\s+/) ?? [];
  return words.length > 2 ? `${words[0]} … ${words.at(-1)}` : found;
}

const AT = "cutover:services.scheduler.startCommand";

const ONCE = /(?:^|[\s"'])--(?:run-)?once(?:=(?:true|1|yes))?(?=[\s;&|"']|$)/;

/** Flags by which a program goes on; `--interval-days` and `--watchlist` say something else. */
const FLAG =
  /(?:^|[\s"'])(--(?:interval(?:[-_](?:seconds?|secs?|s|minutes?|mins?|m|ms|millis|hours?))?|poll(?:[-_](?:interval|seconds|every))?|loop|forever|daemon(?:ize)?|watch|continuous(?:ly)?|no-once|once=(?:false|0|no|off)))(?=[\s=;&|"']|$)/;

/** Servers, consumers of queues, schedulers of their own, and the shell's endless loops. */
const PROGRAM = new RegExp(
  `(?:^|[\\s;&|("'/])(${[
    "while\\s+(?:true|:|1|sleep)",
    "until\\s+false",
    "for\\s*\\(\\(\\s*;\\s*;\\s*\\)\\)",
    "sleep\\s+infinity",
    "tail\\s+-[fF]",
    "watch\\s+-n",
    "celery\\b[^;&|]*\\s(?:worker|beat)",
    "rq\\s+worker(?![^;&|]*\\s(?:--burst|-b)\\b)",
    "sidekiq",
    "(?:python3?\\s+\\S*manage\\.py\\s+)(?:runserver|rqworker|qcluster)",
    "uvicorn",
    "gunicorn",
    "hypercorn",
    "daphne",
    "flask\\s+run",
    "next\\s+(?:start|dev)",
    "rails\\s+s(?:erver)?",
    "python3?\\s+-m\\s+http\\.server",
    "nodemon",
    "supervisord",
    "supercronic",
    "crond?\\s+-f",
    "pm2(?:-runtime)?",
  ].join("|")})(?=[\\s;&|)"']|$)`,
);
