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

const E2E = "tests/e2e/**";
/** Files in which a module takes the place of another one (`vi.mock`): they share none with other files. */
const MOCKED = "tests/**/*.mocked.test.ts";

const unit = {
  setupFiles,
  env,
  include: ["tests/**/*.test.ts"],
  exclude: [E2E],
  // After this a test hangs; it says nothing of speed on a loaded machine.
  testTimeout: 60_000,
  hookTimeout: 60_000,
  // What a test put in the place of a function, a variable or a global is taken back before the next one.
  restoreMocks: true,
  unstubEnvs: true,
  unstubGlobals: true,
  // One is left out by default, which is half of two.
  maxWorkers: "100%",
  sequence: { groupOrder: 2 },
};

/** `CUTOVER_TEST_SCALE` multiplies the runs of property tests; 1 is what CI uses. */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...unit,
          name: "unit",
          exclude: [E2E, MOCKED],
          // Files of one worker share what they import, documents and compiled schemas included: a third of the time.
          isolate: false,
        },
      },
      {
        test: { ...unit, name: "unit-mocked", include: [MOCKED] },
      },
      {
        test: {
          name: "e2e",
          globalSetup: "tests/e2e/support/standing-folder.ts",
          setupFiles,
          env,
          include: [`${E2E}/*.test.ts`],
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
