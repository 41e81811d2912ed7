import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { ROOT } from "./workflow-files.ts";

/** The first run of a machine builds it from its module; Go keeps what it built. */
const ACTIONLINT = ["run", "github.com/rhysd/actionlint/cmd/actionlint@v1.7.7"] as const;
const LIMIT_MS = 120_000;
const options = { cwd: ROOT, reject: false, timeout: LIMIT_MS - 20_000, stdin: "ignore" } as const;

const Findings = z.array(z.object({ filepath: z.string(), line: z.number(), message: z.string() })).nullable();

describe("linters of workflows, where this machine has them", () => {
  it("actionlint finds nothing", { timeout: LIMIT_MS }, async ({ skip }) => {
    const built = await execa("go", [...ACTIONLINT, "-version"], options);
    skip(built.exitCode !== 0, `actionlint cannot be run here: ${firstLine(built)}`);
    const { stdout } = await execa("go", [...ACTIONLINT, "-format", "{{json .}}"], options);
    expect(Findings.parse(JSON.parse(stdout))).toEqual([]);
  });

  it("zizmor finds nothing of medium severity or above", { timeout: LIMIT_MS }, async ({ skip }) => {
    const there = await execa("zizmor", ["--version"], options);
    skip(there.exitCode !== 0, `zizmor cannot be run here: ${firstLine(there)}`);
    const asked = ["--offline", "--no-progress", "--min-severity", "medium", "--format", "json", ".github"];
    const { stdout } = await execa("zizmor", asked, options);
    expect(JSON.parse(stdout)).toEqual([]);
  });
});

const firstLine = ({
  stderr,
  message = "",
}: {
  readonly stderr?: string | undefined;
  readonly message?: string | undefined;
}): string => (stderr || message).split("\n")[0] ?? "";
