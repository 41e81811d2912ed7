import { randomBytes } from "node:crypto";
import pc from "picocolors";
import { controlRoutes } from "./control/routes.ts";
import { type Interrupt, onInterrupt } from "./interrupt.ts";
import { expectFreeName, forget, type KeptWorld, keep, pageUrlOf } from "./kept.ts";
import { openRehearsal, type Rehearsal } from "./open.ts";
import { startPage } from "./page/server.ts";
import { hiding } from "./page/views/hide-secrets.ts";
import { viewOf } from "./page/views/world.ts";
import { restoreSnapshot, type Subject } from "./snapshot/snapshots.ts";

export interface KeepOptions {
  readonly project: string;
  readonly stack: string;
  readonly name: string;
  /** A snapshot that the world begins with. */
  readonly restore?: string | undefined;
}

/** Keeps a world, its page and its control until Ctrl-C or `rehearse stop`. @returns the exit code. */
export async function keepWorld(options: KeepOptions): Promise<number> {
  const { project, stack, name } = options;
  await expectFreeName(project, name);
  const interrupted = onInterrupt();
  let rehearsal: Rehearsal | undefined;
  process.stderr.write(`Starting the world ${name} …\n`);
  try {
    rehearsal = await openRehearsal({ project, stack, signal: interrupted.signal });
    await serveWorld(rehearsal, options, interrupted);
  } catch (error) {
    // Whatever the interruption cut short has failed.
    if (rehearsal || !interrupted.signal.aborted) throw error;
  } finally {
    await rehearsal?.close();
    interrupted.dispose();
  }
  process.stderr.write(`The world ${name} has ended; nothing of it is left but its snapshots.\n`);
  return rehearsal ? 0 : 130;
}

async function serveWorld(
  rehearsal: Rehearsal,
  { project, stack, name, restore }: KeepOptions,
  interrupted: Interrupt,
) {
  const { world, file, secrets } = rehearsal;
  const subject: Subject & { file: typeof file } = { project, stack, world, file, secrets };
  if (restore !== undefined) await restoreSnapshot(subject, restore);
  const startedAt = new Date();
  const hide = hiding(() => [...subject.secrets, ...world.secrets]);
  const view = () => viewOf({ name, stack, startedAt }, world, hide);
  const [pageToken, controlToken] = [newToken(), newToken()];
  const control = controlRoutes({ subject, view, stop: interrupted.abort });
  const page = await startPage({ view, pageToken, controlToken, control });
  const kept = {
    ...{ name, stack, pid: process.pid, startedAt: startedAt.toISOString() },
    ...{ url: page.url, pageToken, controlToken, env: { ...rehearsal.env } },
  };
  try {
    await keep(project, kept);
    try {
      process.stdout.write(greeting(kept, rehearsal));
      await interrupted.happened;
    } finally {
      await forget(project, name);
    }
  } finally {
    await page.close();
  }
}

const newToken = () => randomBytes(24).toString("base64url");

function greeting(kept: KeptWorld, { world }: Rehearsal): string {
  const meant = kept.name === kept.stack ? "" : ` --name ${kept.name}`;
  return `The world ${pc.bold(kept.name)} is running.
  Page    ${pc.cyan(pageUrlOf(kept))}
  Render  ${world.render.url}
  Vercel  ${world.vercel.url}
In another terminal:
  eval "$(npx cutover rehearse env${meant})"
  pulumi up
npx cutover rehearse --help tells what else can be done to it. Ctrl-C ends it.
`;
}
