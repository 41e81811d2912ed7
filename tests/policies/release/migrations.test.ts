import { describe, expect, it } from "vitest";
import type { StackFacts } from "../../../policies/facts.ts";
import { requireBackupBeforeMigration } from "../../../policies/release/require-backup-before-migration.ts";
import { requireStagingBeforeMigration } from "../../../policies/release/require-staging-before-migration.ts";
import { type Plain, Unknown } from "../../../policies/unknown.ts";
import { API, facts, resource, told, WORKER } from "../stack-facts.ts";

const staging = { stack: "staging", environment: "staging", section: () => undefined };
const MIGRATE = "alembic upgrade head";

interface Situation extends Partial<StackFacts> {
  readonly gates?: unknown;
  readonly command?: Plain;
}

const situation =
  (rule: typeof requireBackupBeforeMigration) =>
  ({ gates = [], command = MIGRATE, ...more }: Situation = {}) =>
    rule.judgeStack([resource(API, { name: "twin-api", preDeployCommand: command }, "api")], () => ({
      ...facts,
      siblings: () => [staging],
      section: (key) => (key === "releaseGates" ? gates : undefined),
      ...more,
    }));
const backup = situation(requireBackupBeforeMigration);
const first = situation(requireStagingBeforeMigration);

const gate = (
  proves: readonly string[],
  run: readonly string[] = ["python", "backup.py"],
  name = "restored backup",
) => ({
  name,
  run,
  proves,
});

describe.each([
  ["require-backup-before-migration", backup, "backup"],
  ["require-staging-before-migration", first, "staging"],
])("%s passes", (_name, judge, proof) => {
  it.each<[string, Situation]>([
    ["S3.1 S3.2 a migration that a gate proves", { gates: [gate([]), gate([proof])] }],
    ["a service without a command before its deploys", { command: null }],
    ["a command that migrates nothing", { command: "python scripts/warm_cache.py" }],
    ["a stack that is not production", { production: false }],
    ["S2.10 the way down", { goingDown: true }],
  ])("%s", (_title, of) => {
    expect(judge(of)).toEqual([]);
  });

  it.each(["true", "echo", "/bin/true", ":"])("S3.1 no gate that runs only %s", (program) => {
    expect(judge({ gates: [gate([proof], [program, "ok"])] })).toHaveLength(1);
  });

  it("notice of a command that is not known yet", () => {
    expect(judge({ command: new Unknown("later") })).toEqual([
      expect.objectContaining({ level: "notice", fix: "later" }),
    ]);
  });
});

it("S3.1 refuses a migration without a backup, and says which gate is missing", () => {
  expect(told(backup({ gates: [gate(["staging"], ["python", "other.py"], "other")] }))).toEqual([
    [
      "twin-api: preDeployCommand migrates, and no release gate proves a backup; expected a gate with proves: [backup]",
      "add a gate with proves: [backup] to cutover:releaseGates in Pulumi.prod.yaml: a command that fails unless a backup of the last hours was restored elsewhere and compared",
    ],
  ]);
});

it("S3.1 offers the gate that seems to prove it already", () => {
  const gates = [gate([], ["pytest"], "tests"), gate(["staging"])];
  expect(backup({ gates })[0]?.fix).toBe(
    "pulumi config set --path 'cutover:releaseGates[1].proves[1]' backup --stack prod",
  );
});

describe("S3.2 a migration that staging has not seen", () => {
  it("is refused where there is a staging stack", () => {
    expect(told(first({ gates: [gate(["backup"])] }))).toEqual([
      [
        "twin-api: preDeployCommand migrates, and no release gate proves that the stack staging went first; expected a gate with proves: [staging]",
        "add a gate with proves: [staging] to cutover:releaseGates in Pulumi.prod.yaml: a command that fails unless the same migration was applied and verified in staging",
      ],
    ]);
  });

  it("passes where there is none", () => {
    expect(first({ siblings: () => [{ ...staging, environment: "local" }] })).toEqual([]);
    expect(first({ siblings: () => [] })).toEqual([]);
  });
});

it("S3.1 finds the migration within a longer command, of each service, and shows nothing of it", () => {
  const resources = [
    resource(API, { name: "twin-api", preDeployCommand: "cd backend && PGPASSWORD=hunter2 python manage.py migrate" }),
    resource(WORKER, { name: "twin-worker", preDeployCommand: "npx prisma migrate deploy" }),
  ];
  const found = requireBackupBeforeMigration.judgeStack(resources, () => facts);
  expect(found.map(({ subject }) => subject)).toEqual(["twin-api", "twin-worker"]);
  expect(JSON.stringify(found)).not.toContain("hunter2");
});

it.each([{ gates: "none" }, { gates: [null, 7, { proves: "backup" }] }])("takes %j for no proof", ({ gates }) => {
  expect(backup({ gates })).toHaveLength(1);
});
