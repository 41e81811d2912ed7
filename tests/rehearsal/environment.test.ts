import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { insideWorld, interfering } from "../../rehearsal/environment.ts";

const world = {
  PULUMI_HOME: "/world/home",
  PULUMI_STACK: "prod",
  RENDER_API_KEY: "made-up",
  HTTPS_PROXY: "http://127.0.0.1:1",
};
const machine = {
  PATH: "/bin",
  HOME: "/home/me",
  PULUMI_STACK: "other",
  PULUMI_ACCESS_TOKEN: "pul-real",
  PULUMI_OPTION_TARGET: "urn:x",
  PULUMI_CONFIG_PASSPHRASE_FILE: "/home/me/passphrase",
  RENDER_API_KEY: "rnd-real",
  VERCEL_API_TOKEN: "vercel-real",
  ALL_PROXY: "http://proxy.example",
  HTTPS_PROXY: "http://proxy.example",
  NODE_OPTIONS: "--inspect",
  FORCE_COLOR: "1",
  CI: "true",
};

describe("a process in a world", () => {
  it("gets the world's variables, PATH, and nothing else of the machine: no token, option or proxy", () => {
    expect(insideWorld(machine, world)).toEqual({ PATH: "/bin", HOME: "/world/home", NO_COLOR: "1", ...world });
  });

  it("takes the engine that was chosen with it", () => {
    expect(insideWorld({ CUTOVER_ENGINE: "go", CUTOVER_ENGINE_DIR: "/engines" }, {})).toMatchObject({
      CUTOVER_ENGINE: "go",
      CUTOVER_ENGINE_DIR: "/engines",
    });
  });
});

it("names what a shell must unset to live in a world, and nothing the world sets itself", () => {
  expect(interfering(machine, world).sort()).toEqual([
    "ALL_PROXY",
    "PULUMI_ACCESS_TOKEN",
    "PULUMI_CONFIG_PASSPHRASE_FILE",
    "PULUMI_OPTION_TARGET",
    "VERCEL_API_TOKEN",
  ]);
});

it("reaches loopback although all of Node is sent through a proxy", async () => {
  const environment = fileURLToPath(new URL("../../rehearsal/environment.ts", import.meta.url));
  const script = `
    import { createServer } from "node:http";
    import { leaveProxy } from ${JSON.stringify(environment)};
    leaveProxy(process.env);
    const server = createServer((_, answer) => answer.end("direct")).listen(0, "127.0.0.1", async () => {
      console.log(await (await fetch("http://127.0.0.1:" + server.address().port)).text());
      process.exit();
    });`;
  const env = { NODE_USE_ENV_PROXY: "1", HTTP_PROXY: "http://127.0.0.1:9", HTTPS_PROXY: "http://127.0.0.1:9" };
  const { stdout } = await execa(process.execPath, ["--input-type=module", "-e", script], { env });
  expect(stdout).toBe("direct");
});
