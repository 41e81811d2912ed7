import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { rootNode, type SchemaNode } from "../../config/faults/schema-node.ts";
import { SCHEMA_FILE, stackFileSchema, stackFileSchemaText } from "../../config/json-schema.ts";
import { repositoryConfig } from "../../config/repository-schema.ts";
import { stackConfig } from "../../config/schema.ts";
import { ROOT } from "./baseline.ts";

const STACKS = ["prod", "staging"];

const ajv = new Ajv({ allErrors: true, strictTypes: false });
ajv.addKeyword("patternErrorMessage");
addFormats.default(ajv);
const isStackFile = ajv.compile(stackFileSchema());

function fileOf(stack: string): { text: string; data: { config: Record<string, unknown> } } {
  const text = readFileSync(`${ROOT}Pulumi.${stack}.yaml`, "utf8");
  return { text, data: parse(text) };
}

describe("the JSON Schema of stack files", () => {
  it("is committed as it is generated: npx cutover config schema --write", () => {
    expect(readFileSync(`${ROOT}${SCHEMA_FILE}`, "utf8")).toBe(stackFileSchemaText());
  });

  it.each(STACKS)("accepts the committed file of %s, which names it", (stack) => {
    const { text, data } = fileOf(stack);

    expect(text.split("\n")[0]).toBe(`# yaml-language-server: $schema=./${SCHEMA_FILE}`);
    expect(isStackFile(data), JSON.stringify(isStackFile.errors)).toBe(true);
  });

  it.each<[string, Record<string, unknown>]>([
    ["secrets encrypted one by one", { "cutover:secrets": { JWT_SECRET: { secure: "v1:abc" } } }],
    ["secrets encrypted as a whole", { "cutover:secrets": { secure: "v1:abc" } }],
    ["keys of other namespaces", { "render:baseUrl": "http://127.0.0.1:4000", "vercel:team": { secure: "v1:abc" } }],
  ])("accepts %s", (_what, more) => {
    const { data } = fileOf("prod");

    expect(isStackFile({ encryptionsalt: "v1:x", config: { ...data.config, ...more } })).toBe(true);
  });

  it.each<[string, Record<string, unknown>]>([
    ["a secret in clear", { "cutover:secrets": { JWT_SECRET: "hunter2" } }],
    ["an encrypted value elsewhere", { "cutover:app": { secure: "v1:abc" } }],
    ["an unknown section", { "cutover:sevices": {} }],
    ["a key without namespace", { app: {} }],
    ["a percent out of range", { "cutover:rollout": { flag: "V2", percent: 101 } }],
    ["a gate without a name", { "cutover:rollout": { flag: "V2", percent: 0, gates: [{ complaints: {} }] } }],
    ["an unknown set of gates", { "cutover:rollout": { flag: "V2", percent: 0, gates: [{ set: "half-pass" }] } }],
    [
      "a Docker service with a start command",
      { "cutover:services": { api: { name: "a", runtime: "docker", healthCheckPath: "/", startCommand: "x" } } },
    ],
    [
      "a folder of the repository for a service of an image",
      {
        "cutover:services": {
          api: { name: "a", runtime: "image", image: { path: "nginx" }, healthCheckPath: "/", rootDirectory: "b" },
        },
      },
    ],
  ])("refuses %s", (_what, more) => {
    const { data } = fileOf("prod");

    expect(isStackFile({ config: { ...data.config, ...more } })).toBe(false);
  });

  it("refuses a file that lacks a section", () => {
    const { "cutover:services": _, ...config } = fileOf("prod").data.config;

    expect(isStackFile({ config })).toBe(false);
  });

  it("describes every key for editors, and has a value to suggest for each that is a single value", () => {
    const undescribed: string[] = [];
    const withoutExample: string[] = [];
    for (const schema of [stackConfig, repositoryConfig])
      walk(rootNode(schema), "cutover", (node, path) => {
        if (!node.description && !node.title && !/\[\]$/.test(path)) undescribed.push(path);
        const isScalar = ["string", "integer", "boolean"].includes(node.type ?? "");
        const suggestions = [node.const, node.enum?.[0], node.examples?.[0], node.default];
        if (isScalar && !/secrets/.test(path) && suggestions.every((value) => value === undefined))
          withoutExample.push(path);
      });

    expect({ undescribed, withoutExample }).toEqual({ undescribed: [], withoutExample: [] });
  });
});

function walk(node: SchemaNode, path: string, visit: (node: SchemaNode, path: string) => void): void {
  for (const [key, inner] of Object.entries(node.properties ?? {})) {
    visit(inner, `${path}.${key}`);
    walk(inner, `${path}.${key}`, visit);
  }
  for (const variant of [...(node.oneOf ?? []), ...(node.anyOf ?? [])]) walk(variant, path, visit);
  if (node.items) {
    visit(node.items, `${path}[]`);
    walk(node.items, `${path}[]`, visit);
  }
}
