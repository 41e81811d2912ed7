import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { takenFrom, withStackFile } from "../../../review/base/stack-file-from.ts";

const BASE = `encryptionsalt: v1:base
environment: [base-env]
config:
  github:owner: acme-brains
  cutover:secrets: {JWT_SECRET: {secure: v1:old}}
  cutover:origins: [https://app.example.com]
  cutover:render: {owner: tea-1}
`;
const taken = (head: string, base = BASE) => {
  const { text, untaken } = takenFrom(head, base, "Pulumi.prod.yaml");
  return { file: parse(text) as Record<string, unknown>, untaken };
};

describe("D15 a stack's file of a pull request", () => {
  it("gives its cutover: keys, ciphertexts included, and takes out what it left out", () => {
    const { file, untaken } = taken(`encryptionsalt: v1:base
environment: [base-env]
config:
  github:owner: acme-brains
  cutover:secrets: {JWT_SECRET: {secure: v1:new}}
  cutover:origins: ["*"]
`);
    expect(file).toEqual({
      encryptionsalt: "v1:base",
      environment: ["base-env"],
      config: {
        "github:owner": "acme-brains",
        "cutover:secrets": { JWT_SECRET: { secure: "v1:new" } },
        "cutover:origins": ["*"],
      },
    });
    expect(untaken).toEqual([]);
  });

  it("does not say who decrypts, what is imported, or how other providers are configured", () => {
    const { file, untaken } = taken(`encryptionsalt: v1:mine
secretsprovider: awskms://alias/mine
environment: [mine]
backend: {url: https://mine.example}
config:
  github:baseUrl: https://mine.example
  github:owner: acme-brains
  pulumi:disable-default-providers: ["*"]
`);
    expect(file).toEqual({
      encryptionsalt: "v1:base",
      environment: ["base-env"],
      config: { "github:owner": "acme-brains" },
    });
    expect(untaken).toEqual([
      "backend",
      "encryptionsalt",
      "environment",
      "secretsprovider",
      "github:baseUrl",
      "pulumi:disable-default-providers",
    ]);
  });

  it("may use anchors of its own", () => {
    const { file } = taken("config:\n  cutover:a: &one {x: 1}\n  cutover:b: *one\n", "config: {}\n");
    expect(file).toEqual({ config: { "cutover:a": { x: 1 }, "cutover:b": { x: 1 } } });
  });

  it.each([
    ["no YAML", "config: [\n"],
    ["no map", "- a\n"],
    ["an alias that stands for too much", bomb()],
  ])("is refused where it is %s", (_what, text) => {
    expect(() => taken(text)).toThrow("Pulumi.prod.yaml of the pull request cannot be read");
  });

  it("is written for its owner alone, and is gone afterwards, also after a failure", async () => {
    let path = "";
    const run = withStackFile({ text: "config: {}\n" }, "Pulumi.prod.yaml", async (at) => {
      path = at;
      const modes = await Promise.all([stat(at), stat(dirname(at))]);
      expect(modes.map(({ mode }) => mode & 0o777)).toEqual([0o600, 0o700]);
      throw new Error("the preview failed");
    });
    await expect(run).rejects.toThrow("the preview failed");
    await expect(stat(dirname(path))).rejects.toMatchObject({ code: "ENOENT" });
  });
});

function bomb(): string {
  const levels = Array.from({ length: 9 }, (_, level) =>
    level === 0 ? "a0: &a0 [x, x, x, x]" : `a${level}: &a${level} [${`*a${level - 1}, `.repeat(9)}]`,
  );
  return `${levels.join("\n")}\n`;
}
