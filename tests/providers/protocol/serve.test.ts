import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { startServer } from "../../../providers/protocol/serve.ts";
import { Desk, notesProvider } from "../../e2e/protocol/notes.ts";
import { freePort, TestEngine } from "./engine.ts";

const executable = fileURLToPath(new URL("../../e2e/protocol/plugin/pulumi-resource-notes", import.meta.url));

/** Starts the plugin as the engine does, and waits for its first line. */
async function startPlugin(args: readonly string[]) {
  const child = execa(process.execPath, [executable, ...args], { reject: false });
  const [line] = await once(child.stdout, "data");
  return { child, port: Number(String(line).trim()) };
}

describe("a provider as a process", () => {
  it("prints its port and nothing else, and serves there", async () => {
    const engine = await TestEngine.start();
    const { child, port } = await startPlugin([
      "--logtostderr",
      "-v=3",
      "--tracing",
      "http://tracing:1",
      engine.address,
    ]);

    await engine.connect(port);
    child.kill("SIGTERM");

    const { stdout, stderr } = await child;
    expect(stdout.trim()).toBe(String(port));
    expect(stderr).toBe("");
    engine.close();
  });

  it.each(["SIGINT", "SIGTERM"] as const)("ends at once on %s", async (signal) => {
    const { child } = await startPlugin([]);
    const asked = Date.now();

    child.kill(signal);

    expect(await child).toMatchObject({ exitCode: 0 });
    expect(Date.now() - asked).toBeLessThan(1_000);
  });

  it("ends when nothing listens at the engine's address any more", async () => {
    const engine = await TestEngine.start();
    const { child } = await startPlugin([engine.address]);

    engine.close();

    expect(await child).toMatchObject({ exitCode: 0 });
  });

  it("ends when the engine was gone before it came up", async () => {
    const { child } = await startPlugin([`127.0.0.1:${await freePort()}`]);

    expect(await child).toMatchObject({ exitCode: 0 });
  });
});

describe("a provider in this process", () => {
  it("says clearly that a port is taken", async () => {
    const provider = notesProvider(new Desk());
    const first = await startServer(provider);

    await expect(startServer(provider, { port: first.port })).rejects.toMatchObject({
      code: "PROVIDER_PORT",
      message: `the provider notes cannot listen on port ${first.port}: it is in use`,
    });

    await first.close();
  });
});
