import { ZodError } from "zod";
import type { Connection } from "../../checks/gates/sql-connection.ts";
import { troubleOf } from "../../checks/gates/sql-trouble.ts";
import { EvidenceUnreachable } from "./evidence.ts";

const install = "npx cutover evidence install, with the owner's address in CUTOVER_ADMIN_DATABASE_URL";

/** By SQLSTATE: what is the matter with a database that can be reached. */
export type Refusals = Readonly<Record<string, { readonly what: string; readonly fix: string }>>;

const refusals: Refusals = {
  "3F000": { what: "it has no schema for evidence yet", fix: install },
  "42P01": { what: "it has no table for evidence yet", fix: install },
  "42703": { what: "its tables for evidence are of another version of Cutover", fix: install },
  "42501": { what: "this role may not record evidence", fix: "npx cutover evidence check, which says who may do what" },
  "25006": { what: "it is a read replica, or read-only", fix: "give the address of the primary" },
  "57014": { what: "it did not answer in time", fix: "see what the database is busy with, and try again" },
  "55P03": { what: "another run held it for too long", fix: "try again" },
};

/** What became of an attempt to reach the evidence, for people: three lines, without the password. */
export function unreachable(
  error: unknown,
  { shown, password }: Connection,
  variable: string,
  known: Refusals = refusals,
): EvidenceUnreachable {
  if (error instanceof EvidenceUnreachable) return error;
  if (error instanceof ZodError) {
    const [issue] = error.issues;
    const what = `a row of the evidence cannot be read: ${issue?.path.join(".")}: ${issue?.message}`;
    return problem({ what, at: variable, shown, fix: "use the version of Cutover that recorded it, or a later one" });
  }
  const { code = "", what: said, fix } = troubleOf(error, [password]);
  const refusal = /query read timeout/i.test(said) ? refusals["57014"] : known[code];
  return problem({
    what: refusal ? `${refusal.what}: ${said}` : `the database of the evidence cannot be reached: ${said}`,
    at: variable,
    shown,
    fix: refusal?.fix ?? fix ?? "npx cutover evidence check",
  });
}

function problem({ what, at, shown, fix }: Record<"what" | "at" | "shown" | "fix", string>): EvidenceUnreachable {
  return new EvidenceUnreachable(`EVIDENCE_UNREACHABLE: ${what}\n  at ${at} (${shown})\n  fix: ${fix}`);
}
