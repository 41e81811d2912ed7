import { createColors } from "picocolors";
import { expect, it } from "vitest";
import { drawDrift } from "../../../review/drift/text.ts";

const colors = createColors(false);
const resource = { urn: "urn", type: "render:index:CronJob", name: "scheduler", inputs: {} };

it("says that nothing differs, and of how many", () => {
  expect(drawDrift({ stack: "prod", changes: [], same: 25 }, colors)).toBe(
    "✓ prod is as Pulumi knows it: 25 resources\n",
  );
});

it("names what was changed with both values, what is gone, and the ways to go on", () => {
  const schedule = { path: "schedule", kind: "update", before: '"*/15 * * * *"', after: '"0 1 * * *"' } as const;
  const changed = { ...resource, kind: "update", properties: [schedule] } as const;
  const gone = { ...resource, kind: "delete", name: "worker", properties: [] } as const;
  expect(drawDrift({ stack: "prod", changes: [changed, gone], same: 23 }, colors)).toMatchInlineSnapshot(`
    "✗ prod: 2 of 25 resources are not as Pulumi knows them
      ~ changed scheduler render:index:CronJob
          schedule: "*/15 * * * *" → "0 1 * * *"
      - gone worker render:index:CronJob
      left is what Pulumi knows, right is what stands at the vendor
      fix: npx cutover pulumi up --refresh --policy-pack policies --stack prod   puts back what the stack's file says;
           what is to stay goes into the file first
    "
  `);
});

it("keeps what a vendor says on its line, without colours", () => {
  const name = { path: "name", kind: "update", before: '"a"', after: '"\u001b[31mb\\n"' } as const;
  const told = drawDrift(
    { stack: "prod", changes: [{ ...resource, kind: "update", properties: [name] }], same: 0 },
    colors,
  );
  expect(told).not.toContain("\u001b");
});
