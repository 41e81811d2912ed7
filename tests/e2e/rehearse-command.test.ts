import { existsSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, describe, expect, it } from "vitest";
import { isAlive } from "../../engine/bootstrap/is-alive.js";
import { eventually } from "../support/eventually.ts";
import { cutover, descendants, project } from "./support/world.ts";

const worlds = join(project, ".cutover", "worlds");
const foldersOf = async (pid: number) =>
  (existsSync(worlds) ? await readdir(worlds) : []).filter((name) => name.startsWith(`${pid}-`));
const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(socket.destroy() !== undefined)).on("error", () =>
      resolve(false),
    );
  });

describe("cutover rehearse", () => {
  const running: ReturnType<typeof cutover>[] = [];
  afterEach(async () => {
    for (const child of running.splice(0)) {
      child.kill("SIGINT");
      await child;
    }
  });

  it("ends at Ctrl-C in the middle of an update with 130, and leaves no process, port or folder", async () => {
    const story = cutover(["rehearse"]);
    running.push(story);
    const pid = story.pid ?? 0;
    let said = "";
    story.all?.on("data", (chunk: Buffer) => {
      said += chunk;
    });
    await eventually(() => expect(said).toMatch(/api creating|twin-brains-api.*(queued|build)/s), 90_000);
    const below = await descendants(pid);
    const ports = [...said.matchAll(/127\.0\.0\.1:(\d+)/g)].map(([, port]) => Number(port));
    expect(ports.length).toBeGreaterThan(0);

    story.kill("SIGINT");
    const { exitCode } = await story;
    expect(exitCode).toBe(130);
    await eventually(() => expect(below.filter(isAlive)).toEqual([]));
    expect(await Promise.all(ports.map(answers))).not.toContain(true);
    expect(await foldersOf(pid)).toEqual([]);
  });

  it("lists its scenarios without starting a world, and refuses a name that is none of them", async () => {
    const listed = await cutover(["rehearse", "--list"]);
    expect(listed.exitCode).toBe(0);
    expect(listed.stdout).toMatch(/^happy-path +the whole production ladder/);
    const unknown = await cutover(["rehearse", "--scenario", "drift,hapy-path"]);
    expect(unknown.exitCode).toBe(2);
    expect(unknown.stderr).toContain("there is no scenario hapy-path. Did you mean happy-path?");
    const kept = await cutover(["rehearse", "--keep", "--scenario", "drift"]);
    expect(kept.exitCode).toBe(2);
  });

  it("ends at Ctrl-C while a kept world still starts, without a word of failure", async () => {
    const kept = cutover(["rehearse", "--keep", "--name", `test-early-${process.pid}`]);
    running.push(kept);
    await eventually(async () => expect(await foldersOf(kept.pid ?? 0)).toHaveLength(1), 90_000);
    kept.kill("SIGINT");
    const { exitCode, stderr, stdout } = await kept;
    expect({ exitCode, stdout }).toEqual({ exitCode: 130, stdout: "" });
    expect(stderr).toMatch(/^Starting the world .*\nThe world .* has ended/);
    expect(stderr).not.toMatch(/Error|Unexpected/);
    expect(await foldersOf(kept.pid ?? 0)).toEqual([]);
  });

  it("keeps a world for other terminals, and says so when there is none", async () => {
    const name = `test-${process.pid}`;
    const kept = cutover(["rehearse", "--keep", "--name", name]);
    running.push(kept);
    const file = join(worlds, `${name}.json`);
    await eventually(() => expect(existsSync(file)).toBe(true), 90_000);
    expect((await stat(file)).mode & 0o777).toBe(0o600);

    const typed = await execa(
      "sh",
      [
        "-c",
        `eval "$(npx --no-install cutover rehearse env --name ${name})" && pulumi config && curl -s "$RENDER_BASE_URL/owners"`,
      ],
      {
        cwd: project,
        reject: false,
        all: true,
      },
    );
    expect(typed.all).toContain("twin-brains");
    expect(typed.stdout).toMatch(/unauthorized/i);

    kept.kill("SIGINT");
    expect((await kept).exitCode).toBe(0);
    const none = await cutover(["rehearse", "env", "--name", name]);
    expect(none.exitCode).toBe(1);
    expect(none.stderr).toContain("npx cutover rehearse --keep");
  });
});
