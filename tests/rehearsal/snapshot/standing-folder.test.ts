import { existsSync } from "node:fs";
import { mkdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import type { TestProject } from "vitest/node";
import prepare from "../../e2e/support/standing-folder.ts";
import { project } from "../../e2e/support/world.ts";

/** No process has this id: the largest one is below it. */
const GONE = String(2 ** 22 + 1);

it("is a run's own, its owner's only, and gone at its end; what a killed run left is gone at the next one's beginning", async () => {
  const left = join(project, ".cutover", "standing", GONE);
  await mkdir(join(left, "at-0-percent"), { recursive: true });
  const provided: unknown[] = [];
  const end = await prepare({ provide: (...told: unknown[]) => void provided.push(told) } as unknown as TestProject);
  const folder = join(dirname(left), `${process.pid}`);
  expect(provided).toEqual([["standing", folder]]);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  expect(existsSync(left)).toBe(false);
  await end();
  expect(existsSync(folder)).toBe(false);
});
