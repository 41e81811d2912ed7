import { once } from "node:events";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import { describe, expect, it } from "vitest";
import { render, VERSION } from "../../../providers/render/provider.ts";
import { ask, rpc, TestEngine } from "../protocol/engine.ts";
import { scripted, service } from "./support/scripted-server.ts";

const id = service().id;
const configure = (config: object, env: NodeJS.ProcessEnv) => Promise.resolve(render.configure(config, env));

describe("configuration", () => {
  it("takes token and address from the environment, and from the stack's configuration before that", async () => {
    const server = await scripted(() => ({ status: 200, body: service() }));
    const env = { RENDER_API_KEY: "rnd_env", RENDER_BASE_URL: server.url };
    await (await configure({}, env)).services.find(id);
    await (await configure({ apiKey: "rnd_config" }, env)).services.find(id);
    expect(server.asked.map(({ authorization }) => authorization)).toEqual(["Bearer rnd_env", "Bearer rnd_config"]);
  });

  it.each([[undefined], [""], ["  "]])(
    "says that the key is missing when it is %j, and only when it is needed",
    async (key) => {
      const client = await configure({}, { RENDER_API_KEY: key, RENDER_BASE_URL: "http://127.0.0.1:4010/v1" });
      await expect(client.services.find(id)).rejects.toThrow(
        /RENDER_API_KEY_MISSING: no API key for Render is set\n.*\n {2}fix: .*export RENDER_API_KEY=…/,
      );
    },
  );

  it("does not show a key that cannot be one", async () => {
    const client = await configure(
      {},
      { RENDER_API_KEY: "rnd_two\nlines", RENDER_BASE_URL: "http://127.0.0.1:4010/v1" },
    );
    const message = await client.services.find(id).then(String, String);
    expect(message).toContain("has spaces or characters that no key has");
    expect(message).not.toContain("two");
  });

  it("refuses an address that the token must not go to", () => {
    expect(() => render.configure({ baseUrl: "https://evil.example/v1" }, { RENDER_API_KEY: "rnd_1" })).toThrow(
      "https://evil.example is not an address the API token may be sent to",
    );
  });
});

it("has an executable that the engine can start, and that serves on the port it prints", async () => {
  const engine = await TestEngine.start();
  const executable = fileURLToPath(new URL("../../../providers/render/pulumi-resource-render", import.meta.url));
  const child = execa(executable, [engine.address], { reject: false, env: { PATH: dirname(process.execPath) } });
  const [port] = await once(createInterface({ input: child.stdout }), "line");

  const info = await ask(await engine.connect(Number(port)), rpc.getPluginInfo, new empty.Empty());

  expect(info.getVersion()).toBe(VERSION);
  engine.close();
  expect(await child).toMatchObject({ exitCode: 0, stderr: "" });
});
