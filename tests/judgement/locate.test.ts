import { describe, expect, it } from "vitest";
import { segmentsOf } from "../../judgement/key-path.ts";
import { Locator } from "../../judgement/locate.ts";
import { file } from "./reports.ts";

const lines = file.text.split("\n");

/** The text of a region, which has to lie on one line. */
const textAt = (key: string) => {
  const region = new Locator(file).regionOf(key);
  if (!region) return undefined;
  expect(region.endLine).toBe(region.startLine);
  return lines[region.startLine - 1]?.slice(region.startColumn - 1, region.endColumn - 1);
};

describe("a key of a stack's file", () => {
  it.each([
    ["an entry of a list", "cutover:origins[1]", '"*"'],
    ["a value in a map", "cutover:app.environment", "production"],
    ["a value in a map on one line", "cutover:services.worker.plan", "starter"],
    ["a key with a dot in it", 'cutover:env.backend["A.B"]', "one"],
    ["a map, by its name", "cutover:services.worker", "worker"],
    ["what is not there, by what would hold it", "cutover:services.worker.maxShutdownDelaySeconds", "worker"],
    ["an entry that is not there, by its list", "cutover:origins[7]", "cutover:origins"],
  ])("is %s", (_, key, text) => {
    expect(textAt(key)).toBe(text);
  });

  it("is nowhere when its section is not there", () => {
    expect(textAt("cutover:frontend.nodeVersion")).toBeUndefined();
  });

  it("is nowhere in a file that is no YAML", () => {
    expect(new Locator({ text: "config: [" }).regionOf("cutover:app")).toBeUndefined();
  });
});

it("reads keys in Pulumi's notation", () => {
  expect(segmentsOf('cutover:env.backend["A.B"].x[10]')).toEqual(["cutover:env", "backend", "A.B", "x", 10]);
  expect(segmentsOf('cutover:env["say \\"x\\""]')).toEqual(["cutover:env", 'say "x"']);
});
