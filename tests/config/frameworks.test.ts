import { CreateProjectFramework } from "@vercel/sdk/models/createprojectcontenthint2.js";
import { expect, it } from "vitest";
import { frameworks } from "../../config/frameworks.ts";

it("the framework presets are those of the vendor's own SDK", () => {
  expect([...frameworks].sort()).toEqual(Object.values(CreateProjectFramework).sort());
});
