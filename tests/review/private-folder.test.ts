import { existsSync, statSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { withPrivateFolder } from "../../review/private-folder.ts";

const module = new URL("../../review/private-folder.ts", import.meta.url).href;

/** A process that makes a folder, says where, and goes on like this. */
const running = (then: string) => {
  const code = `const { withPrivateFolder } = await import(${JSON.stringify(module)});
    await withPrivateFolder("try", async (folder) => { console.log(folder); ${then} });`;
  return execa(process.execPath, ["--input-type=module", "-e", code], { reject: false });
};

describe("a private folder", () => {
  it("is for its owner alone, says what it is for, and is gone afterwards with all that is in it", async () => {
    const folder = await withPrivateFolder("try", async (given) => {
      await writeFile(join(given, "a"), "x");
      expect(statSync(given).mode & 0o777).toBe(0o700);
      expect(basename(given)).toMatch(/^cutover-try-/);
      return given;
    });
    expect(existsSync(folder)).toBe(false);
  });

  it("is gone after a failure, which is told", async () => {
    let folder = "";
    const run = withPrivateFolder("try", async (given) => {
      folder = given;
      throw new Error("no");
    });
    await expect(run).rejects.toThrow("no");
    expect(existsSync(folder)).toBe(false);
  });

  it("is gone where the process ends meanwhile", async () => {
    const { stdout, exitCode } = await running("process.exit(130);");
    expect(exitCode).toBe(130);
    expect(basename(stdout)).toMatch(/^cutover-try-/);
    expect(existsSync(stdout)).toBe(false);
  });

  it.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)(
    "is gone where the process is ended by %s, which it still is",
    async (signal) => {
      const run = running("setInterval(() => {}, 1_000); await new Promise(() => {});");
      for await (const folder of run) {
        expect(existsSync(folder)).toBe(true);
        run.kill(signal);
      }
      const { stdout, signal: by } = await run;
      expect([by, existsSync(stdout)]).toEqual([signal, false]);
    },
  );

  it("waits for whoever takes the signal and ends by itself", async () => {
    const run = running(
      `const alive = setInterval(() => {}, 1_000);
       await new Promise((end) => process.on("SIGTERM", end));
       clearInterval(alive);
       console.log((await import("node:fs")).existsSync(folder));`,
    );
    const said: string[] = [];
    for await (const line of run) {
      said.push(line);
      if (said.length === 1) run.kill("SIGTERM");
    }
    expect(said[1]).toBe("true");
    expect(existsSync(said[0] ?? "")).toBe(false);
  });
});
