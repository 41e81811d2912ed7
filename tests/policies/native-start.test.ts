import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, it } from "vitest";

it("the pack's loader finds no TypeScript that it cannot start with", () => {
  // The SDK loads a package named `typescript` before every policy pack, and breaks on 7; without one it has its own.
  const sdk = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi/package.json"));
  let version = "none";
  try {
    version = JSON.parse(readFileSync(sdk.resolve("typescript/package.json"), "utf8")).version;
  } catch (cause) {
    expect(cause).toMatchObject({ code: "MODULE_NOT_FOUND" });
  }
  expect(version).toMatch(/^(none|[3-6]\.)/);
});
