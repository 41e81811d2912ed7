import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import grpc from "@grpc/grpc-js";
import languageRpc from "@pulumi/pulumi/proto/language_grpc_pb.js";
import languagePb from "@pulumi/pulumi/proto/language_pb.js";
import { afterEach, describe, expect, it } from "vitest";

const executable = fileURLToPath(new URL("../../../engine/language-host/pulumi-language-nodejs", import.meta.url));
/** Preloaded, it lets this process believe that it runs in an older Node; the child it starts does not. */
const older =
  "data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.20.2'}})";

const started: ReturnType<typeof spawn>[] = [];
afterEach(() => {
  for (const host of started.splice(0)) host.kill("SIGKILL");
});

async function start(nodeArgs: readonly string[] = []) {
  const host = spawn(process.execPath, [...nodeArgs, executable], { stdio: ["pipe", "pipe", "inherit"] });
  started.push(host);
  const [chunk] = await once(host.stdout, "data");
  const client = new languageRpc.LanguageRuntimeClient(
    `127.0.0.1:${String(chunk).trim()}`,
    grpc.credentials.createInsecure(),
  );
  return { host, client };
}

const about = (client: languageRpc.LanguageRuntimeClient): Promise<languagePb.AboutResponse> =>
  promisify<languagePb.AboutRequest, languagePb.AboutResponse>(client.about.bind(client))(
    new languagePb.AboutRequest(),
  );

describe("pulumi-language-nodejs", () => {
  it("prints nothing but a port, and answers there", async () => {
    const { client } = await start();
    expect((await about(client)).getExecutable()).toBe(process.execPath);
  });

  it("runs under the repository's Node when started with an older one", async () => {
    const { client } = await start(["--import", older]);
    const version = (await about(client)).getVersion();
    expect(Number(/^v(\d+)/.exec(version)?.[1])).toBeGreaterThanOrEqual(24);
  });

  for (const nodeArgs of [[], ["--import", older]]) {
    it.each(["SIGINT", "SIGTERM"] as const)(
      `ends at once on %s${nodeArgs.length ? " when started with an older Node" : ""}`,
      async (signal) => {
        const { host } = await start(nodeArgs);
        host.kill(signal);
        expect(await once(host, "exit")).toEqual([0, null]);
      },
    );
  }

  it("ends when its launcher under an older Node is killed", async () => {
    const { host, client } = await start(["--import", older]);
    await about(client);
    host.kill("SIGKILL");
    // The pipe ends when the last process that holds it has ended.
    await expect(once(host.stdout.resume(), "end")).resolves.toEqual([]);
  });
});
