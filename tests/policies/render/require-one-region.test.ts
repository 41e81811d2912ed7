import { expect, it } from "vitest";
import { requireOneRegion } from "../../../policies/render/require-one-region.ts";
import { type Plain, Unknown } from "../../../policies/unknown.ts";
import { API, CRON, DATABASE, facts, QUEUE, resource, told, WORKER } from "../stack-facts.ts";

const at = (type: string, name: string, region: Plain) => resource(type, { name, region }, name);
const judge = (...resources: ReturnType<typeof resource>[]) => requireOneRegion.judgeStack(resources, () => facts);

it("S1.1 passes a stack that stands in one region, or says nothing", () => {
  expect(judge(at(QUEUE, "queue", "frankfurt"), at(API, "api", "frankfurt"), at(CRON, "cron", "frankfurt"))).toEqual(
    [],
  );
  expect(judge(at(QUEUE, "queue", null), at(API, "api", "oregon"))).toEqual([]);
  expect(judge()).toEqual([]);
});

it.each([
  [QUEUE, "queue"],
  [WORKER, "worker"],
  [CRON, "scheduler"],
])("S1.1 refuses a %s that stands elsewhere than the API", (type, section) => {
  const found = judge(at(type, "twin-far", "ohio"), at(API, "twin-api", "oregon"));
  expect(told(found)).toEqual([
    [
      'twin-far: the region is "ohio", where it does not reach twin-api; expected "oregon", as twin-api has it',
      `pulumi config rm --path cutover:services.${section}.region --stack prod`,
    ],
  ]);
  expect(found[0]).toMatchObject({
    at: `cutover:services.${section}.region`,
    urn: `urn:pulumi:prod::cutover::${type}::twin-far`,
  });
});

it("S4.1 refuses a database that stands elsewhere, which no key of the configuration has", () => {
  expect(told(judge(at(DATABASE, "twin-data", "ohio"), at(API, "twin-api", "oregon")))).toEqual([
    [expect.stringContaining('the region is "ohio"'), 'declare twin-data with region "oregon"'],
  ]);
});

it("S1.1 judges by the first where there is no API", () => {
  expect(told(judge(at(QUEUE, "queue", "ohio"), at(WORKER, "worker", "oregon")))).toEqual([
    [expect.stringContaining("worker: the region is"), expect.anything()],
  ]);
});

it("gives one notice of each region that is not known yet", () => {
  const unknown = new Unknown("later");
  const notice = (name: string) => expect.objectContaining({ level: "notice", subject: name });
  expect(judge(at(API, "api", "oregon"), at(QUEUE, "queue", unknown))).toEqual([notice("queue")]);
  expect(judge(at(API, "api", unknown), at(QUEUE, "queue", "ohio"))).toEqual([notice("api")]);
});
