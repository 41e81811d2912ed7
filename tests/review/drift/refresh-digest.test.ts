import { describe, expect, it } from "vitest";
import { changesOf } from "../../../review/drift/refresh-digest.ts";

const urn = (type: string, name: string) => `urn:pulumi:prod::cutover::cutover:index:Backend$${type}::${name}`;
const state = (type: string, inputs: object) => ({ type, inputs, outputs: inputs });

const stack = { op: "refresh", urn: "urn:pulumi:prod::cutover::pulumi:pulumi:Stack::cutover-prod" };
const component = { op: "refresh", urn: "urn:pulumi:prod::cutover::cutover:index:Backend::backend" };
const worker = {
  ...{ op: "refresh", urn: urn("render:index:BackgroundWorker", "worker") },
  oldState: state("render:index:BackgroundWorker", { plan: "starter" }),
};
const scheduler = {
  ...{ op: "update", urn: urn("render:index:CronJob", "scheduler") },
  oldState: state("render:index:CronJob", { schedule: "*/15 * * * *" }),
  newState: state("render:index:CronJob", { schedule: "0 1 * * *" }),
  detailedDiff: { schedule: { kind: "update", inputDiff: true } },
};
const api = {
  ...{ op: "update", urn: urn("render:index:WebService", "api") },
  oldState: state("render:index:WebService", { env: { A: "[secret]" } }),
  newState: state("render:index:WebService", { env: { A: "[secret]", B: "[secret]" } }),
  detailedDiff: { "env.B": { kind: "add", inputDiff: true }, "env.A": { kind: "update", inputDiff: true } },
};
const queue = {
  ...{ op: "delete", urn: urn("render:index:KeyValue", "queue") },
  oldState: state("render:index:KeyValue", { plan: "starter" }),
};

describe("a digest of a refresh", () => {
  it("has what was changed by hand, with both values", () => {
    const { changes } = changesOf.parse({ steps: [stack, worker, scheduler] });
    expect(changes).toMatchObject([
      {
        ...{ kind: "update", type: "render:index:CronJob", name: "scheduler" },
        properties: [{ path: "schedule", before: '"*/15 * * * *"', after: '"0 1 * * *"' }],
      },
    ]);
  });

  it("has variables by their names, and no value of a secret", () => {
    const [change] = changesOf.parse({ steps: [api] }).changes;
    expect(change?.properties).toEqual([
      { path: "env.A", kind: "update", before: '"[secret]"', after: '"[secret]"' },
      { path: "env.B", kind: "add", before: undefined, after: '"[secret]"' },
    ]);
  });

  it("has what is gone at its vendor", () => {
    expect(changesOf.parse({ steps: [queue] })).toMatchObject({
      changes: [{ kind: "delete", type: "render:index:KeyValue", name: "queue" }],
      same: 0,
    });
  });

  it("counts what is as it was, without the stack and its components", () => {
    expect(changesOf.parse({ steps: [stack, component, worker, scheduler] })).toMatchObject({ same: 1 });
  });

  it("has nothing where nothing differs", () => {
    expect(changesOf.parse({ steps: [stack, worker] })).toEqual({ changes: [], same: 1 });
  });
});
