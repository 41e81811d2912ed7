import { readFile } from "node:fs/promises";
import pg from "pg";
import { z } from "zod";
import { remoteText } from "../../checks/remote-text.ts";
import type { EvidenceUnreachable } from "./evidence.ts";
import { type LoginVariable, loginOf, roles } from "./logins.ts";
import { unreachable } from "./unreachable.ts";

/** One thing that a role may or may not do. */
export interface Finding {
  readonly outcome: "ok" | "wrong" | "warning";
  readonly what: string;
  /** What to run or change. Only with `wrong` and `warning`. */
  readonly fix?: string;
}

export interface RoleFindings {
  readonly role: string;
  readonly findings: readonly Finding[];
}

const names = z.array(z.string());
const privileges = z.object({
  role: z.string(),
  replica: z.boolean(),
  powerful: z.boolean(),
  memberships: names,
  creates_in: names,
  reads: names,
  inserts: names,
  changes: names,
  views: names,
  runs_as_owner: names,
});
type Privileges = z.output<typeof privileges>;

/**
 * Connects as each of the two roles and says what it may do, against what it should.
 * @throws DatabaseUrlInvalid when an address cannot be one; a database that cannot be reached is a finding
 */
export async function checkEvidence(env: NodeJS.ProcessEnv): Promise<RoleFindings[]> {
  const variables = Object.keys(roles) as LoginVariable[];
  const logins = variables.map((variable) => ({ variable, role: roles[variable], login: loginOf(env, variable) }));
  return Promise.all(
    logins.map(async ({ variable, role, login }) => {
      const client = new pg.Client({ ...login.config, query_timeout: 12_000 }).on("error", () => {});
      try {
        await client.connect();
        const sql = await readFile(new URL("./privileges.sql", import.meta.url), "utf8");
        const { rows } = await client.query(sql);
        const found = privileges.parse(rows[0]);
        const own = variable === "CUTOVER_DATABASE_URL" ? recorderFindings(found) : readerFindings(found);
        return { role, findings: [...own, ...commonFindings(found)] };
      } catch (error) {
        return { role, findings: [asFinding(unreachable(error, login, variable))] };
      } finally {
        await client.end().catch(() => {});
      }
    }),
  );
}

const tables = ["cutover.checkpoints", "cutover.events"];
const install = "npx cutover evidence install";

function recorderFindings({ role, reads, inserts, changes, replica }: Privileges): Finding[] {
  const missing = tables.filter((table) => !reads.includes(table) || !inserts.includes(table));
  return [
    judged(missing, `may add to and read ${list(tables)}`, `may not add to or read ${list(missing)}`, install),
    replica
      ? wrong("reaches a read replica, where nothing can be recorded", "give the address of the primary")
      : ok("reaches the primary"),
    nothingElse(role, "reads", without(reads, tables), "select"),
    nothingElse(role, "adds to", without(inserts, tables), "insert"),
    nothingElse(role, "changes or deletes rows of", changes, "update, delete, truncate"),
  ];
}

function readerFindings({ role, reads, inserts, changes, views, replica }: Privileges): Finding[] {
  const hidden = without(views, reads);
  return [
    views.length === 0
      ? warning("finds no view in cutover_gates", "create the app's views there: docs/evidence.md")
      : judged(hidden, `may read ${list(views)}`, `may not read ${list(hidden)}`, install),
    ...(replica ? [ok("reaches a read replica: gates are inconclusive while it is more than 60 s behind")] : []),
    nothingElse(role, "reads", without(reads, views), "select"),
    nothingElse(role, "adds to", inserts, "insert"),
    nothingElse(role, "changes or deletes rows of", changes, "update, delete, truncate"),
  ];
}

function commonFindings({ role, powerful, memberships, creates_in: schemas, runs_as_owner: functions }: Privileges) {
  const revoke = `revoke create on schema ${schemas.join(", ")} from public, ${role};`;
  const leave = `revoke ${memberships.join(", ")} from ${role};`;
  const execute = `revoke execute on function ${functions[0]} from public; and so on`;
  return [
    judged(
      schemas,
      "creates nothing",
      `may create things in ${list(schemas)}, so it could change what now() is`,
      revoke,
    ),
    judged(memberships, "is no other role", `is a member of ${list(memberships)}`, leave),
    powerful
      ? wrong(
          "may do more than a plain role: superuser, create roles or databases, bypass row security",
          `drop role ${role}; then ${install}`,
        )
      : ok("is a plain role"),
    ...(functions.length > 0
      ? [warning(`may call functions that run as their owner: ${list(functions)}`, execute)]
      : []),
  ];
}

const ok = (what: string): Finding => ({ outcome: "ok", what });
const wrong = (what: string, fix: string): Finding => ({ outcome: "wrong", what, fix });
const warning = (what: string, fix: string): Finding => ({ outcome: "warning", what, fix });
const judged = (faults: readonly string[], good: string, bad: string, fix: string): Finding =>
  faults.length === 0 ? ok(good) : wrong(bad, fix);

function nothingElse(role: string, does: string, found: readonly string[], privilege: string): Finding {
  const revoke = `revoke ${privilege} on ${found.join(", ")} from public, ${role};`;
  return judged(found, `${does} nothing else`, `also ${does} ${list(found)}`, remoteText(revoke, { longest: 500 }));
}

const without = (all: readonly string[], known: readonly string[]) => all.filter((name) => !known.includes(name));

const shown = 5;
/** Names of the app's own tables: remote text. */
function list(all: readonly string[]): string {
  const more = all.length > shown ? ` and ${all.length - shown} more` : "";
  return `${remoteText(all.slice(0, shown).join(", "))}${more}`;
}

function asFinding(error: EvidenceUnreachable): Finding {
  const [what = "", at = "", fix = ""] = error.message.split("\n").map((line) => line.trim());
  return wrong(`${what.replace(/^EVIDENCE_UNREACHABLE: /, "")} (${at})`, fix.replace(/^fix: /, ""));
}
