import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { deserialize, serialize } from "node:v8";
import { constants, gunzip, gzip } from "node:zlib";
import { z } from "zod";
import { releaseStaleLocks } from "../../engine/stale-lock.ts";
import { isName } from "../kept.ts";
import { KeptWorldError } from "../kept-error.ts";
import type { StackFile } from "../stack.ts";
import type { World } from "../world.ts";
import { copyInto, replace } from "./folder.ts";
import { format, type Manifest, manifestOf } from "./manifest.ts";
import type { Loaded } from "./part.ts";
import { partsOf } from "./parts.ts";

/** A kept world, and what a snapshot needs of its surroundings. */
export interface Subject {
  readonly project: string;
  readonly stack: string;
  readonly world: World;
  readonly file: Pick<StackFile, "repository" | "owner" | "team">;
  /** Values of the made-up secrets, which travel with a world. */
  secrets: readonly string[];
  /** The folder that holds snapshots; default `.cutover/snapshots` of the project. */
  readonly snapshots?: string;
}

/** What of a world's folder travels: Pulumi's state, the stack's config, and the passphrase that opens both. */
const files = ["state", "stack", "passphrase"] as const;
const Saved = z.object({ secrets: z.array(z.string()), parts: z.record(z.string(), z.instanceof(Uint8Array)) });

const [pack, unpack] = [promisify<Buffer, { level: number }, Buffer>(gzip), promisify<Buffer, Buffer>(gunzip)];

type Place = Pick<Subject, "project" | "snapshots">;
const folderOf = ({ project, snapshots = join(project, ".cutover", "snapshots") }: Place, name: string) =>
  join(snapshots, name);

/**
 * Writes the whole world to the folder NAME among the snapshots, once nothing is under way in it. It holds the world's secrets and
 * is readable by its owner only.
 * @throws {KeptWorldError} SNAPSHOT_EXISTS or UPDATE_RUNNING
 */
export async function takeSnapshot(subject: Subject, name: string, { over = false } = {}): Promise<Manifest> {
  const { stack, world, file, secrets } = subject;
  const folder = folderOf(subject, name);
  if (!over && (await hasSnapshot(subject, name)))
    throw new KeptWorldError("SNAPSHOT_EXISTS", {
      what: `there is a snapshot ${name} already`,
      fixes: [`npx cutover rehearse snapshot ${name} --replace`, "choose another name"],
    });
  await expectNoUpdate(subject);
  await world.render.settled();
  await world.vercel.settled();
  const parts = Object.entries(partsOf(world));
  const { repository, owner, team } = file;
  const manifest: Manifest = {
    ...{ format, name, stack },
    takenAt: new Date().toISOString(),
    worldTime: world.clock.now().toISOString(),
    madeFor: { repository, owner, team },
    parts: parts.map(([part]) => part),
  };
  for (const [, { prepare }] of parts) await prepare?.();
  // Serialised in one go, so that they are of one moment; only what a thread of its own holds comes a little later.
  const saving = parts.map(([, { save }]) => {
    const data = save();
    return data instanceof Promise ? data.then(serialize) : serialize(data);
  });
  const saved = await Promise.all(saving);
  const bytes = serialize({
    secrets: [...secrets],
    parts: Object.fromEntries(parts.map(([part], index) => [part, saved[index] ?? Buffer.alloc(0)])),
  } satisfies z.input<typeof Saved>);

  // Not a name that a snapshot can have.
  const fresh = folderOf(subject, `.${name}.${process.pid}`);
  try {
    await copyInto(world.folder, fresh, files);
    await writeFile(join(fresh, "world.bin.gz"), await pack(bytes, { level: constants.Z_BEST_SPEED }), { mode: 0o600 });
    await writeFile(join(fresh, "snapshot.json"), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
    await replace(folder, fresh);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return manifest;
}

/** Whether there is a snapshot of that name; it is there only when it is whole. */
export const hasSnapshot = (place: Place, name: string): Promise<boolean> =>
  stat(folderOf(place, name)).then(
    () => true,
    () => false,
  );

/**
 * Puts a snapshot in the place of the world, all or nothing: every part is made ready beside the present one first, and
 * the present one stays where any of them cannot.
 * @throws {KeptWorldError} SNAPSHOT_UNKNOWN, SNAPSHOT_FORMAT, SNAPSHOT_UNREADABLE, SNAPSHOT_OTHER, UPDATE_RUNNING
 */
export async function restoreSnapshot(subject: Subject, name: string): Promise<Manifest> {
  const { world } = subject;
  const folder = folderOf(subject, name);
  const manifest = await readManifest(subject, name);
  expectSameKind(subject, manifest);
  await expectNoUpdate(subject);
  const fresh = join(world.folder, "restored");
  try {
    const { secrets, ready } = await makeReady(subject, folder, fresh).catch((cause: unknown) => {
      throw new KeptWorldError("SNAPSHOT_UNREADABLE", {
        what: `the snapshot ${name} cannot be restored: ${reasonOf(cause)}. The world is as it was`,
        fixes: [`npx cutover rehearse snapshot ${name} --replace   (in a world that is as it should be)`],
        cause,
      });
    });
    for (const file of files) await replace(join(world.folder, file), join(fresh, file));
    for (const { swap } of ready) await swap();
    subject.secrets = secrets;
    return manifest;
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** Every part beside the present one, and the files in `fresh`. What was made ready is given up where one cannot be. */
async function makeReady({ world }: Subject, folder: string, fresh: string) {
  const ready: Loaded[] = [];
  try {
    const { secrets, parts } = Saved.parse(deserialize(await unpack(await readFile(join(folder, "world.bin.gz")))));
    for (const [part, { load }] of Object.entries(partsOf(world)))
      ready.push(await load(deserialize(parts[part] ?? new Uint8Array())));
    await copyInto(folder, fresh, files);
    return { secrets, ready };
  } catch (error) {
    for (const { discard } of ready.reverse()) await discard?.();
    throw error;
  }
}

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

/** @throws {KeptWorldError} SNAPSHOT_UNKNOWN, naming those there are. */
async function readManifest(place: Place, name: string): Promise<Manifest> {
  const text = await readFile(join(folderOf(place, name), "snapshot.json"), "utf8").catch(() => undefined);
  if (text !== undefined) return manifestOf(text, name);
  const all = (await readdir(folderOf(place, "")).catch(() => [])).filter(isName).sort();
  throw new KeptWorldError("SNAPSHOT_UNKNOWN", {
    what: `there is no snapshot ${name} here; those there are: ${all.join(", ") || "none"}`,
    fixes: all.length > 0 ? ["name one of these"] : [`npx cutover rehearse snapshot ${name}   (takes one)`],
  });
}

function expectSameKind({ stack, file, world }: Subject, { name, parts, ...manifest }: Manifest): void {
  const here = { stack, repository: file.repository, owner: file.owner, team: file.team };
  const there = { stack: manifest.stack, ...manifest.madeFor };
  const different = (["stack", "repository", "owner", "team"] as const).filter((what) => here[what] !== there[what]);
  const [first] = different;
  if (first)
    throw new KeptWorldError("SNAPSHOT_OTHER", {
      what: `the snapshot ${name} is of a world whose ${first} is ${there[first]}; here it is ${here[first]}`,
      fixes: [`npx cutover rehearse --keep --stack ${there.stack} --restore ${name}`],
    });
  const missing = Object.keys(partsOf(world)).filter((part) => !parts.includes(part));
  if (missing.length > 0)
    throw new KeptWorldError("SNAPSHOT_FORMAT", {
      what: `the snapshot ${name} was taken by a version of Cutover whose world had no ${missing.join(", ")}`,
      fixes: [`npx cutover rehearse snapshot ${name} --replace   (in a world that is as it should be)`],
    });
}

/** Half of an update is no state to keep or to replace. @throws {KeptWorldError} UPDATE_RUNNING */
async function expectNoUpdate({ world, project }: Subject): Promise<void> {
  releaseStaleLocks({ ...world.env }, project);
  const locks = await readdir(join(world.folder, "state", ".pulumi", "locks"), { recursive: true }).catch(() => []);
  if (locks.some((lock) => lock.endsWith(".json")))
    throw new KeptWorldError("UPDATE_RUNNING", {
      what: "pulumi is running an update in this world",
      fixes: ["let it end, and try again"],
    });
}
