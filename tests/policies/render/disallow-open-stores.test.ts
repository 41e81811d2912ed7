import { expect, it } from "vitest";
import { disallowOpenStores } from "../../../policies/render/disallow-open-stores.ts";
import { type Plain, Unknown } from "../../../policies/unknown.ts";
import { DATABASE, facts, QUEUE, resource, told } from "../stack-facts.ts";

const judge = (type: string, ipAllowList: Plain) =>
  disallowOpenStores.judgeResource(resource(type, { name: "twin-store", ipAllowList }, "store"), () => facts);
const blocks = (...cidrBlocks: Plain[]) => cidrBlocks.map((cidrBlock) => ({ cidrBlock, description: "office" }));

const EXPECTED = "expected addresses of your own, or none";
const RM = "pulumi config rm --path";
const LIST = "cutover:services.queue.ipAllowList";

it("S1.6 passes a store that nobody reaches from outside, and one that the office does", () => {
  expect(judge(QUEUE, [])).toEqual([]);
  expect(judge(QUEUE, null)).toEqual([]);
  expect(judge(DATABASE, blocks("203.0.113.7/32", "198.51.100.0/24", "2001:db8::/48"))).toEqual([]);
});

it.each(["0.0.0.0/0", "::/0", "10.0.0.0/0", "128.0.0.0/1", "2000::/3", "::ffff:0:0/96"])(
  "S1.6 refuses a queue that is open to %s",
  (block) => {
    const found = judge(QUEUE, blocks(block));
    expect(told(found)).toEqual([
      [
        `twin-store: ipAllowList has "${block}", which lets in anybody on the Internet; ${EXPECTED}`,
        `${RM} ${LIST} --stack prod`,
      ],
    ]);
    expect(found[0]?.at).toBe(LIST);
  },
);

it("S1.6 finds it among others, and takes out no other", () => {
  expect(told(judge(QUEUE, blocks("0.0.0.0/1", "203.0.113.7/32", "128.0.0.0/1")))).toEqual([
    [
      `twin-store: ipAllowList has "0.0.0.0/1" and "128.0.0.0/1", which lets in anybody on the Internet; ${EXPECTED}`,
      `${RM} '${LIST}[2]' --stack prod && ${RM} '${LIST}[0]' --stack prod`,
    ],
  ]);
});

it("S1.6 refuses a list of ranges that together are most of the Internet", () => {
  const all = Array.from({ length: 64 }, (_none, index) => `${index * 4}.0.0.0/9`);
  expect(told(judge(QUEUE, blocks(...all)))).toEqual([
    [
      `twin-store: ipAllowList has 64 entries that together let in most of the Internet; ${EXPECTED}`,
      `${RM} ${LIST} --stack prod`,
    ],
  ]);
});

it("S1.6 refuses what is no address", () => {
  expect(told(judge(QUEUE, blocks("0/0")))).toEqual([
    [`twin-store: ipAllowList has "0/0", which is no address; ${EXPECTED}`, `${RM} ${LIST} --stack prod`],
  ]);
});

it("S4.1 refuses an open database, in staging too", () => {
  const found = disallowOpenStores.judgeResource(
    resource(DATABASE, { name: "twin-data", ipAllowList: blocks("0.0.0.0/0") }, "data"),
    () => ({ ...facts, production: false }),
  );
  expect(told(found)).toEqual([
    [
      `twin-data: ipAllowList has "0.0.0.0/0", which lets in anybody on the Internet; ${EXPECTED}`,
      "declare data with an ipAllowList of your own addresses, or without one",
    ],
  ]);
});

it.each<[string, Plain]>([
  ["texts", ["0.0.0.0/0"]],
  ["one text", "0.0.0.0/0"],
  ["a Blueprint's entries", [{ source: "0.0.0.0/0", description: "everywhere" }]],
])("S1.6 reads a list that is written as %s", (_title, list) => {
  expect(judge(QUEUE, list)).toHaveLength(1);
});

it.each<[string, Plain]>([
  ["list", new Unknown("later")],
  ["entry", [new Unknown("later")]],
  ["address", blocks(new Unknown("later"))],
])("S1.6 refuses what is not known yet: the %s", (_title, list) => {
  expect(judge(QUEUE, list)).toEqual([expect.objectContaining({ level: "violation", fix: "later" })]);
});
