import { existsSync, statSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { withPlanFile } from "../../../review/deploy/plan-file.ts";

const module = new URL("../../../review/deploy/plan-file.ts", import.meta.url).href;

describe("the file of a plan", () => {
  it("is for its owner alone, also after somebody has written into it, and gone afterwards", async () => {
    const path = await withPlanFile(async (given) => {
      await writeFile(given, "a plan");
      expect([statSync(given).mode & 0o777, statSync(dirname(given)).mode & 0o777]).toEqual([0o600, 0o700]);
      expect(await readFile(given, "utf8")).toBe("a plan");
      return given;
    });
    expect(existsSync(dirname(path))).toBe(false);
  });

  it("is gone after a failure", async () => {
    let path = "";
    const run = withPlanFile(async (given) => {
      path = given;
      throw new Error("no");
    });
    await expect(run).rejects.toThrow("no");
    expect(existsSync(dirname(path))).toBe(false);
  });

  it("is gone where the process ends meanwhile", async () => {
    const code = `const { withPlanFile } = await import(${JSON.stringify(module)});
      await withPlanFile(async (path) => { console.log(path); process.exit(130); });`;
    const { stdout, exitCode } = await execa(process.execPath, ["--input-type=module", "-e", code], { reject: false });
    expect(exitCode).toBe(130);
    expect(stdout).toMatch(/plan\.json$/);
    expect(existsSync(dirname(stdout))).toBe(false);
  });
});
