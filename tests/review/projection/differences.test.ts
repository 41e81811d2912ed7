import { expect, it } from "vitest";
import { differencesOf } from "../../../review/projection/differences.ts";
import type { ProjectedResource, Projection } from "../../../review/projection/projection.ts";

const API = "render:index:WebService";
const of = (...resources: ProjectedResource[]): Projection => ({ format: 1, stack: "prod", resources });
const api = (settings: ProjectedResource["settings"]) => ({ type: API, name: "api", settings });

it("says nothing of two worlds that are alike", () => {
  expect(differencesOf(of(api({ plan: "pro" })), of(api({ plan: "pro" })))).toEqual([]);
});

it("tells what only one of them has", () => {
  const old = { type: API, name: "old", settings: {} };
  expect(differencesOf(of(old), of(api({})))).toEqual([
    "render:index:WebService old is in the real stack, and was not emulated",
    "render:index:WebService api was emulated, and is not in the real stack",
  ]);
});

it("tells settings that differ, with both", () => {
  expect(differencesOf(of(api({ plan: "pro", numInstances: 3 })), of(api({ plan: "standard" })))).toEqual([
    "render:index:WebService api: plan is pro in the real stack, and standard here",
    "render:index:WebService api: numInstances is 3 in the real stack, and not set here",
  ]);
});
