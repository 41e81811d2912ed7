import { readFile, writeFile } from "node:fs/promises";
import { remoteText } from "../../checks/remote-text.ts";
import type { Position } from "../../release/evidence/evidence.ts";
import { openEvidence } from "../../release/evidence/postgres.ts";
import { compare, nameOf, zero } from "../../release/ladder/positions.ts";
import { withSecretsOf } from "../encryption.ts";
import type { Rehearsal } from "../open.ts";
import { deployByHand } from "../scenarios/deeds/by-hand.ts";
import { secretNamesIn } from "../stack.ts";
import { atPosition, rolloutIn } from "./position.ts";

/** What a world is like before a change. */
export interface Before {
  /** Folder with the program of that time. */
  readonly program: string;
  /** The stack's file of that time. */
  readonly text: string;
  /** Where the rollout stood; left out, where the file says. */
  readonly position?: Position | undefined;
}

/** The program of before does not come up in a world: the end of what the engine said. */
export class BeforeFailed extends Error {
  readonly code = "REHEARSAL_BASE_FAILED";
}

/**
 * Brings a new world to where a stack was before a change: its program and file of then, with users where they were. The
 * stack's file in the world is afterwards that of the change again.
 * @returns where the rollout stands; undefined where the file declares none
 * @throws BeforeFailed
 */
export async function bringUpBefore(rehearsal: Rehearsal, before: Before): Promise<Position | undefined> {
  const { env } = rehearsal;
  const file = env.PULUMI_OPTION_CONFIG_FILE ?? "";
  await knowSecretsOf(rehearsal, before.text);
  const after = await readFile(file, "utf8");
  const declared = withSecretsOf(after, before.text);
  const rollout = rolloutIn(declared);
  const position = rollout && (before.position ?? rollout.position);
  try {
    if (position) endpointAsOf(position, rehearsal);
    await writeFile(file, atPosition(declared, zero));
    await up(rehearsal, before.program);
    for (const step of position ? wayTo(position) : []) {
      await giveUsers(rehearsal, rollout?.flag, step);
      await writeFile(file, atPosition(declared, step));
      await up(rehearsal, before.program);
    }
    return position;
  } finally {
    await writeFile(file, after);
  }
}

/** What is retired has no flag any more, which tells of a deployment what is built into it: that comes before. */
const wayTo = (position: Position): readonly Position[] => [
  ...(position.legacy === "retired" ? [{ ...position, legacy: "removed" } as const] : []),
  ...(compare(position, zero) > 0 ? [position] : []),
];

/** The sample app answers the old endpoint as long as it is said to be there. */
function endpointAsOf({ legacy }: Position, { world, file }: Rehearsal): void {
  if (legacy === "removed" || legacy === "retired")
    world.git.push(file.repository, file.branch, "Remove the old endpoint", { legacyEndpoint: "removed" });
}

/** A secret that only the file of before names is made up, too. */
async function knowSecretsOf({ pulumi, secretsByName }: Rehearsal, text: string): Promise<void> {
  const missing = secretNamesIn(text).filter((name) => secretsByName[name] === undefined);
  if (missing.length === 0) return;
  const madeUp = Object.fromEntries(missing.map((name) => [name, `rehearsal-${name.toLowerCase()}`]));
  const input = JSON.stringify({ ...secretsByName, ...madeUp });
  ended(await pulumi(["config", "set", "--secret", "cutover:secrets"], { input }));
}

async function up({ pulumi }: Rehearsal, cwd: string): Promise<void> {
  // What stands already is not judged again.
  ended(await pulumi(["up", "--yes", "--skip-preview"], { cwd, without: ["PULUMI_OPTION_POLICY_PACK"] }));
}

/** Users get the percent as if the ladder had been climbed: at Vercel, and on record. No figure of the time is there. */
async function giveUsers(rehearsal: Rehearsal, flag: string | undefined, position: Position) {
  const { world, file, env } = rehearsal;
  if (position.legacy !== "retired") await deployByHand({ world, file }, position.percent, flag);
  const names = await world.database.query<{ rollout: string }>("select distinct rollout from cutover.events");
  for (const { rollout } of names) {
    const evidence = openEvidence({ url: env.CUTOVER_DATABASE_URL ?? "", rollout });
    const author = { actor: `rehearsal: users are at ${nameOf(position)}` };
    const none = { declaration: "", baseline: {}, gates: [] };
    await evidence.record({ kind: "granted", from: zero, to: position, ...none }, author);
    await evidence.record({ kind: "arrived", position }, author);
    await evidence.close();
  }
}

function ended({ exitCode, command, stdout, stderr }: Awaited<ReturnType<Rehearsal["pulumi"]>>): void {
  if (exitCode === 0) return;
  const said = `${stdout}\n${stderr}`.trim().split("\n").slice(-30);
  throw new BeforeFailed(
    [
      "REHEARSAL_BASE_FAILED: the base does not come up in a rehearsal, so no change can be compared with it",
      `  at ${command}, which ended with ${exitCode}:`,
      ...said.map((line) => `    ${remoteText(line)}`),
      "  fix: name another base (--base), or find out on the base's branch: npx cutover rehearse --keep, then pulumi up",
    ].join("\n"),
  );
}
