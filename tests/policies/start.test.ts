import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const script = `${root}node_modules/@pulumi/pulumi/cmd/run-policy-pack/index.js`;
const nodeargs = ["--allow-natives-syntax", "--require", "../engine/lean-sdk.cjs"];

it.each([
  ["to Node, in the pack's folder, as this repository's language host does", [...nodeargs, script], `${root}policies`],
  ["behind the script, in the project's folder, as an official one does", [script, ...nodeargs], root],
])(
  "the pack starts with its nodeargs given %s",
  async (_, args, cwd) => {
    const pack = execa(process.execPath, [...args, "127.0.0.1:1", `${root}policies`], { cwd, reject: false });
    try {
      const [port] = await once(pack.stdout, "data");
      expect(Number(String(port))).toBeGreaterThan(0);
    } finally {
      pack.kill("SIGKILL");
      await pack;
    }
  },
  30_000,
);
