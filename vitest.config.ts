import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const setupFiles = ["tests/support/every-render-answer.ts", "tests/support/every-vercel-answer.ts"];

/** Colours are on wherever CI is set; tests read words. */
const env = { NO_COLOR: "1", FORCE_COLOR: "0" };

/** Takes minutes in a process of its own: it begins first, so that it is not left alone at the end. */
const LONGEST = "tests/e2e/scenarios.test.ts";

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLongest = ({ moduleId }: TestSpecification) => moduleId.endsWith(LONGEST);
    const sorted = await super.sort(files);
    return [...sorted.filter(isLongest), ...sorted.filter((file) => !isLongest(file))];
  }
}

/** After this a unit test hangs: it finds a hung test, and says nothing of speed on a loaded machine. */
const hangsMs = 60_000;

/** `CUTOVER_TEST_SCALE` multiplies the runs of property tests; 1 is what CI uses. */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: "unit",
          setupFiles,
          env,
          include: ["tests/**/*.test.ts"],
          exclude: ["tests/e2e/**"],
          // Files of one worker share what they import, documents and compiled schemas included: a third of the time.
          isolate: false,
          testTimeout: hangsMs,
          hookTimeout: hangsMs,
          // One is left out by default, which is half of two.
          maxWorkers: "100%",
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: "e2e",
          globalSetup: "tests/e2e/support/standing-folder.ts",
          setupFiles,
          env,
          include: ["tests/e2e/**/*.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // Each waits for an engine most of the time; a third one fills two cores.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
