import type { Command } from "commander";
import pc from "picocolors";
import type { Finding, RoleFindings } from "../release/evidence/check.ts";

/** Where the command reads and writes. */
export interface EvidenceIo {
  readonly env: NodeJS.ProcessEnv;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/** Adds `cutover evidence` to the command line. */
export function register(program: Command): void {
  const evidence = program
    .command("evidence")
    .description("the tables in the app's database that hold what a rollout went through (S2.2, S2.5)")
    .addHelpText("after", HELP);
  evidence
    .command("install")
    .description("create or update them, and the two roles that may use them")
    .option("--json", "the findings as JSON", false)
    .action(async ({ json }: { json: boolean }) => {
      process.exitCode = await install(process, json);
    });
  evidence
    .command("check")
    .description("connect as both roles and say what each may do")
    .option("--json", "the findings as JSON", false)
    .action(async ({ json }: { json: boolean }) => {
      process.exitCode = await check(process, json);
    });
}

const HELP = `
Addresses come from the environment:
  CUTOVER_ADMIN_DATABASE_URL   the owner of the database; only install needs it
  CUTOVER_DATABASE_URL         the role cutover_recorder, which records what happens
  CUTOVER_GATES_DATABASE_URL   the role cutover_reader, which gates read with
install gives both roles the passwords that stand in their addresses.

Examples:
  $ export CUTOVER_DATABASE_URL="postgres://cutover_recorder:$(openssl rand -hex 24)@HOST:5432/postgres"
  $ export CUTOVER_GATES_DATABASE_URL="postgres://cutover_reader:$(openssl rand -hex 24)@HOST:5432/postgres"
  $ npx cutover evidence install
  $ npx cutover evidence check --json

Exit code: 0 as it should be, 1 not so or not reachable, 2 an address cannot be used.`;

/** Installs, then checks. @returns the exit code */
export async function install(io: EvidenceIo, json: boolean): Promise<number> {
  const { installEvidence } = await import("../release/evidence/install.ts");
  io.stderr.write("Installing the evidence schema…\n");
  const names = await installEvidence(io.env);
  io.stderr.write(`${names.length} migrations ran; the roles have the passwords of their addresses.\n`);
  return check(io, json);
}

/** @returns the exit code: 1 when a role may do too much or too little */
export async function check({ env, stdout }: EvidenceIo, json: boolean): Promise<number> {
  const { checkEvidence } = await import("../release/evidence/check.ts");
  const found = await checkEvidence(env);
  stdout.write(json ? `${JSON.stringify(found, null, 2)}\n` : found.map(told).join(""));
  return found.some(({ findings }) => findings.some(({ outcome }) => outcome === "wrong")) ? 1 : 0;
}

const told = ({ role, findings }: RoleFindings): string => `${pc.bold(role)}\n${findings.map(line).join("")}`;

function line({ outcome, what, fix }: Finding): string {
  const mark = { ok: pc.green("✓"), wrong: pc.red("✗"), warning: pc.yellow("!") }[outcome];
  return `  ${mark} ${what}\n${fix === undefined ? "" : `      fix: ${fix}\n`}`;
}
