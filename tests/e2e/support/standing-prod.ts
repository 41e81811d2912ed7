import { join } from "node:path";
import { inject } from "vitest";
import { openRehearsal, type Rehearsal } from "../../../rehearsal/open.ts";
import { beginWith } from "../../../rehearsal/snapshot/shared.ts";
import { hasSnapshot, type Subject } from "../../../rehearsal/snapshot/snapshots.ts";
import { project } from "./world.ts";

const stack = "prod";

/**
 * The production stack in a world of its own, up as committed and with that percent of users on the new version. It is
 * brought up by the first test file of a run that needs it, and restored by all others.
 */
export async function openStandingProd(percent: 0 | 10 = 0): Promise<Rehearsal> {
  const rehearsal = await openRehearsal({ project, stack });
  try {
    const { world, file } = rehearsal;
    const subject = { project, stack, world, file, secrets: rehearsal.secrets, snapshots: inject("standing") };
    await stand(rehearsal, subject, percent);
    const secretsByName = JSON.parse(await succeed(rehearsal, ["config", "get", "cutover:secrets"]));
    return { ...rehearsal, secretsByName, secrets: [...subject.secrets, ...world.secrets] };
  } catch (error) {
    await rehearsal.close();
    throw error;
  }
}

const stand = (
  rehearsal: Rehearsal,
  subject: Subject & { readonly snapshots: string },
  percent: 0 | 10,
): Promise<void> =>
  beginWith(subject, snapshotAt(percent), async () => {
    if (percent > 0) {
      await stand(rehearsal, subject, 0);
      await succeed(rehearsal, ["config", "set", "--path", "cutover:rollout.percent", `${percent}`]);
    }
    await succeed(rehearsal, ["up", "--yes", "--skip-preview"]);
  });

/** What the snapshot is called among those of this run. */
export const snapshotAt = (percent: 0 | 10): string => `at-${percent}-percent`;

/** The folder of the snapshot, for a process that is to begin with it. */
export async function standingSnapshot(percent: 0 | 10): Promise<string> {
  const snapshots = inject("standing");
  if (!(await hasSnapshot({ project, snapshots }, snapshotAt(percent))))
    await (await openStandingProd(percent)).close();
  return join(snapshots, snapshotAt(percent));
}

async function succeed({ pulumi }: Rehearsal, args: readonly string[]): Promise<string> {
  const { exitCode, command, stdout, stderr } = await pulumi(args);
  if (exitCode !== 0) throw new Error(`${command} ended with ${exitCode}\n${stdout}${stderr}`);
  return stdout;
}
