import { expect, it } from "vitest";
import { faultsOf } from "./sdk-schemas/check.ts";

const domain = { name: "app.twin-brains.example", apexName: "twin-brains.example", projectId: "prj_1", verified: true };
const answered = (body: unknown, { method = "GET", path = "/v9/projects/x/domains/y", status = 200 } = {}) =>
  faultsOf({ method, path, status, contentType: "application/json", body: JSON.stringify(body) });

it("an answer that the SDK reads as it is has no fault, in any version of its path", async () => {
  expect(await answered(domain)).toEqual([]);
  expect(await answered(domain, { path: "/v8/projects/x/domains/y" })).toEqual([]);
});

it.each([
  ["a missing field", { ...domain, apexName: undefined }, /1 missing.*apexName/],
  ["a null where there is none", { ...domain, apexName: null }, /apexName/],
  ["a number for a text", { ...domain, apexName: 7 }, /mistyped.*apexName/],
  ["a text for a switch", { ...domain, verified: "true" }, /mistyped.*verified/],
])("%s is a fault", async (_, body, fault) => {
  expect((await answered(body)).join()).toMatch(fault);
});

it("another status, an unknown call and an error of another form are faults", async () => {
  expect((await answered(domain, { status: 201 })).join()).toMatch(/the SDK reads 200/);
  expect((await answered({}, { path: "/v9/projects/x/nothing" })).join()).toMatch(/no such operation/);
  expect((await answered({ message: "no" }, { status: 400 })).join()).toMatch(/no \{error: \{code, message\}\}/);
});
