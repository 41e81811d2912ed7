import { expect, it } from "vitest";
import { partsOfUrn } from "../../policies/urn.ts";

it("knows stack, project, type and name of a URN; a name may hold ::", () => {
  const urn = "urn:pulumi:prod::cutover::cutover:index:Backend$render:index:WebService::api::blue";
  expect(partsOfUrn(urn)).toEqual({
    stack: "prod",
    project: "cutover",
    type: "render:index:WebService",
    name: "api::blue",
  });
});

it("takes what is no URN for one without parts", () => {
  expect(partsOfUrn("")).toEqual({ stack: "", project: "", type: "", name: "" });
});
