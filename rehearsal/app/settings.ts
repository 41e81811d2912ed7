import { z } from "zod";
import { StartupFailure } from "./required-env.ts";

type Env = Readonly<Record<string, string>>;

const whole = z.string().regex(/^\d+$/, "expected a whole number").transform(Number);
const flag = z.enum(["true", "false"], "expected true or false").transform((text) => text === "true");

const learning = z.object({
  FEEDBACK_LEARNING_MIN_EVENTS: whole.default(5),
  FEEDBACK_LEARNING_COOLDOWN_MINUTES: whole.default(30),
  FEEDBACK_LEARNING_AUTO_PUBLISH: flag.default(false),
  FEEDBACK_LEARNING_RUN_REGRESSION_GATE: flag.default(true),
});

export interface LearningSettings {
  readonly minEvents: number;
  readonly cooldownMinutes: number;
  readonly autoPublish: boolean;
  readonly regressionGate: boolean;
}

/** @throws StartupFailure naming every setting that cannot be read, never its value. */
export function learningSettings(env: Env): LearningSettings {
  const parsed = learning.safeParse(env);
  if (!parsed.success)
    throw new StartupFailure(
      parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; "),
    );
  return {
    minEvents: parsed.data.FEEDBACK_LEARNING_MIN_EVENTS,
    cooldownMinutes: parsed.data.FEEDBACK_LEARNING_COOLDOWN_MINUTES,
    autoPublish: parsed.data.FEEDBACK_LEARNING_AUTO_PUBLISH,
    regressionGate: parsed.data.FEEDBACK_LEARNING_RUN_REGRESSION_GATE,
  };
}
