import { describe, expect, it } from "vitest";
import { z } from "zod";
import { defineProvider, defineResource } from "../../../providers/protocol/resource.ts";
import { packageSchema } from "../../../providers/protocol/schema.ts";

const Disk = z.object({ sizeGb: z.int().min(1), path: z.string().optional() }).describe("A disk.");
const life = {
  create: async () => ({ id: "1", state: { url: "", disk: undefined } }),
  read: async () => undefined,
  update: async () => ({ url: "", disk: undefined }),
  delete: async () => {},
};

const service = defineResource<undefined>()({
  type: "demo:index:Service",
  description: "A service.",
  inputs: z.object({
    name: z.string().describe("Its name."),
    plan: z.enum(["small", "large"]).default("small"),
    count: z.number().int().default(1).describe("How many."),
    ratio: z.number().optional(),
    live: z.boolean().default(true),
    env: z.record(z.string(), z.string()).default({}),
    tags: z.array(z.string()).optional(),
    disk: Disk.optional(),
    disks: z.array(Disk).default([]),
    port: z.union([z.string(), z.number()]).optional(),
    mode: z
      .union([z.literal("on"), z.literal("off")])
      .nullable()
      .optional(),
    source: z
      .discriminatedUnion("kind", [
        z.object({ kind: z.literal("git"), repo: z.string() }),
        z.object({ kind: z.literal("image"), url: z.string() }),
      ])
      .optional(),
    free: z.unknown().optional(),
    id: z.string().optional(),
  }),
  state: z.object({ url: z.string(), disk: Disk.optional() }),
  secrets: ["env", "url"],
  replaceOn: ["name"],
  ...life,
});

const schema = packageSchema(
  defineProvider({
    name: "demo",
    version: "1.0.0",
    description: "A demo.",
    config: z.object({ token: z.string().optional().describe("The key.") }),
    secretConfig: ["token"],
    configure: () => undefined,
    resources: [service],
  }),
) as {
  resources: {
    [type: string]: { inputProperties: object; requiredInputs: string[]; properties: object; required: string[] };
  };
  types: object;
};
const resource = schema.resources["demo:index:Service"];

describe("the package schema", () => {
  it("tells the type, default, description, secrecy and replacement of each input", () => {
    expect(resource?.inputProperties).toEqual({
      name: { type: "string", description: "Its name.", willReplaceOnChanges: true },
      plan: { $ref: "#/types/demo:index:ServicePlan", default: "small" },
      count: { type: "integer", default: 1, description: "How many." },
      ratio: { type: "number" },
      live: { type: "boolean", default: true },
      env: { type: "object", additionalProperties: { type: "string" }, secret: true },
      tags: { type: "array", items: { type: "string" } },
      disk: { $ref: "#/types/demo:index:ServiceDisk", description: "A disk." },
      disks: { type: "array", items: { $ref: "#/types/demo:index:ServiceDisk" } },
      port: { oneOf: [{ type: "string" }, { type: "number" }] },
      mode: { $ref: "#/types/demo:index:ServiceMode" },
      source: {
        oneOf: [{ $ref: "#/types/demo:index:ServiceSourceGit" }, { $ref: "#/types/demo:index:ServiceSourceImage" }],
        discriminator: { propertyName: "kind" },
      },
      free: { $ref: "pulumi.json#/Any" },
    });
    expect(resource?.requiredInputs).toEqual(["name"]);
  });

  it("tells outputs: inputs with their defaults applied, and what the provider computes", () => {
    expect(resource?.properties).toMatchObject({ name: { type: "string" }, url: { type: "string", secret: true } });
    expect(resource?.required).toEqual(["name", "plan", "count", "live", "env", "disks", "url"]);
  });

  it("declares enums and objects once, by name", () => {
    expect(schema.types).toMatchObject({
      "demo:index:ServicePlan": { type: "string", enum: [{ value: "small" }, { value: "large" }] },
      "demo:index:ServiceMode": { type: "string", enum: [{ value: "on" }, { value: "off" }] },
      "demo:index:ServiceDisk": {
        type: "object",
        description: "A disk.",
        properties: { sizeGb: { type: "integer" }, path: { type: "string" } },
        required: ["sizeGb"],
      },
      "demo:index:ServiceSourceGit": { properties: { kind: { $ref: "#/types/demo:index:ServiceSourceGitKind" } } },
    });
    expect(Object.keys(schema.types)).toHaveLength(7);
  });

  it("tells the provider's configuration", () => {
    const token = { type: "string", description: "The key.", secret: true };

    expect(schema).toMatchObject({
      name: "demo",
      version: "1.0.0",
      config: { variables: { token } },
      provider: { inputProperties: { token } },
    });
  });
});
