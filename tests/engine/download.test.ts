import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished, vi } from "vitest";
import { downloadedCli } from "../../engine/bootstrap/fingerprint.js";
import { candidates } from "../../engine/candidates.ts";
import { downloadCli } from "../../engine/download.ts";
import { inspectKept } from "../../engine/kept-cli.ts";
import { LAUNCHED_PULUMI } from "../../engine/versions.js";
import { type FakeMachine, fakeMachine } from "./fake-machine.ts";

const lock = { running: () => {}, release: () => {} };

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/install.sh`;
}

/** An npm that installs a launcher with this body. */
function machineWithLauncher(body: string): FakeMachine {
  const machine = fakeMachine();
  machine.write("run.js", `"use strict"; const fs = require("fs"); ${body}`);
  machine.program(
    "npm",
    "echo $1 >> $HERE/npm; mkdir -p node_modules/pulumi; cp $HERE/run.js node_modules/pulumi/run.js",
  );
  return machine;
}

const DOWNLOADING = `
  const bin = process.env.PULUMI_HOME + "/versions/" + process.env.PULUMI_VERSION + "/bin";
  fs.mkdirSync(bin, { recursive: true });
  for (const name of ["pulumi", "pulumi-language-nodejs"])
    fs.writeFileSync(bin + "/" + name, "#!/bin/sh\\necho v" + process.env.PULUMI_VERSION + "\\n", { mode: 0o755 });`;

it("keeps what the launcher downloaded, with the language host beside it", async () => {
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const { env } = machineWithLauncher(DOWNLOADING);
  await expect(downloadCli(env, lock, { address: await serve((_, answer) => answer.end()) })).resolves.toBeUndefined();
  expect(inspectKept(downloadedCli(env))).toMatchObject({ record: { version: LAUNCHED_PULUMI } });
  expect(candidates({ ...env, PATH: "" })[0]).toMatchObject({ way: "npm", usable: true, ownHost: false });
});

it.each([
  ["answers with an error", async () => serve((_, answer) => answer.writeHead(403).end()), /it answers 403/],
  ["refuses connections", async () => "http://127.0.0.1:9/install.sh", /cannot be reached: /],
])("does not even install the launcher when the server %s", async (_title, address, problem) => {
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const { env, log } = machineWithLauncher(DOWNLOADING);
  await expect(downloadCli(env, lock, { address: await address() })).resolves.toMatch(problem);
  expect(log("npm")).toEqual([]);
});

it("gives up soon on a server that never answers", async () => {
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const { env } = machineWithLauncher(DOWNLOADING);
  const began = performance.now();
  await expect(downloadCli(env, lock, { address: await serve(() => {}), reachLimitMs: 500 })).resolves.toMatch(
    /does not answer$/,
  );
  expect(performance.now() - began).toBeLessThan(4000);
});

it.each([
  ["fails", "process.exit(1)", /the launcher failed: .* ended with exit code 1/],
  ["leaves half a CLI", `${DOWNLOADING} fs.writeFileSync(bin + "/pulumi", "half");`, /does not work: /],
])("keeps nothing when the launcher %s", async (_title, body, problem) => {
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const { env } = machineWithLauncher(body);
  await expect(downloadCli(env, lock, { address: await serve((_, answer) => answer.end()) })).resolves.toMatch(problem);
  expect(inspectKept(downloadedCli(env))).toHaveProperty("problem");
});
