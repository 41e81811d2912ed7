import { Command } from "commander";
import packageJson from "../package.json" with { type: "json" };
import { reportInJob } from "./job-summary.ts";

/** Subcommands by their first word; each module is imported only when it is asked for, or when all are listed. */
const commands: Readonly<Record<string, () => Promise<{ register(program: Command): void }>>> = {
  rehearse: () => import("./rehearse.ts"),
  config: () => import("./config.ts"),
  engine: () => import("./engine-doctor.ts"),
  pulumi: () => import("./pulumi.ts"),
  smoke: () => import("./smoke.ts"),
  gates: () => import("./gates.ts"),
  policy: () => import("./policy.ts"),
  preview: () => import("./preview.ts"),
  deploy: () => import("./deploy.ts"),
  drift: () => import("./drift.ts"),
  preflight: () => import("./preflight.ts"),
  status: () => import("./status.ts"),
  checkpoint: () => import("./checkpoint.ts"),
  rollback: () => import("./rollback.ts"),
  hold: () => import("./hold.ts"),
  complaint: () => import("./complaint.ts"),
  evidence: () => import("./evidence.ts"),
};

const program = new Command("cutover")
  .description("Declare an app on Render and Vercel together with its release, and rehearse it on one machine.")
  .version(packageJson.version)
  .enablePositionalOptions()
  .showHelpAfterError()
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .addHelpText(
    "after",
    `
Examples:
  $ npx cutover rehearse                      a whole rollout on this machine, with the real Pulumi engine
  $ npx cutover rehearse --keep               leave the world running, for pulumi by hand
  $ npx cutover config check --stack prod     every fault of a stack's configuration at once
  $ npx cutover gates --stack prod            the tests and regression runs that a release needs
  $ npx cutover policy check --stack prod     its plan, judged by every rule
  $ npx cutover preview --base origin/main    what a change does to production, judged
  $ npx cutover drift                         what somebody changed by hand at the vendors
  $ npx cutover rollback                      users back to 0 %, at once
  $ npx cutover pulumi preview --stack prod   Pulumi, with the engine that this repository chose
  $ npx cutover engine doctor                 which engine that is, and why`,
  );

// Who reads may stop, as `| head` does: what has begun still ends, with its own exit code.
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });

const asked = commands[process.argv[2] ?? ""];
try {
  for (const load of asked ? [asked] : Object.values(commands)) (await load()).register(program);
  await program.parseAsync();
} catch (error) {
  process.exitCode = await reportInJob(`cutover ${asked ? process.argv[2] : ""} failed`, error);
}
