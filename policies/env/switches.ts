import { byName } from "../by-name.ts";

/** Reads switches as the apps behind them do, which take more spellings than one for on and off. */
const ON = /^(?:true|1|yes|y|on|t|enabled?)$/i;
const OFF = /^(?:false|0|no|n|off|f|disabled?|none|null|)$/i;

const text = (value: unknown): string => (typeof value === "object" ? "" : String(value).trim());

/** Whether every app takes it for on. */
export const isOn = (value: unknown): boolean => ON.test(text(value));

/** Whether every app takes it for off; what is neither is a matter of luck. */
export const isOff = (value: unknown): boolean => OFF.test(text(value));

/** What says the opposite of the name that follows it. */
const NEGATED = /(?:^|_)(?:NOT?|SKIP|DISABLED?|BYPASS|WITHOUT|IGNORE|FORBID)_/i;
const STATE = "(?:_?(?:ENABLED?|ACTIVE|ON|REQUIRED))?$";

const DEV_MODE = new RegExp(`(?:^|_)DEV(?:ELOP(?:MENT|ER))?_?MODE${STATE}`, "i");
const AUTO_PUBLISH = new RegExp(`(?:^|_)AUTO_?PUBLISH(?:ING)?${STATE}`, "i");
const REGRESSION_GATE = new RegExp(`(?:^|_)REGRESSION_?GATES?(?:_?DISABLED)?${STATE}`, "i");

/** `DEV_MODE` and what reads alike: `DEVMODE`, `APP_DEV_MODE`, `DEVELOPMENT_MODE`. */
export const isDevMode = byName((name) => DEV_MODE.test(name) && !NEGATED.test(name));

/** `FEEDBACK_LEARNING_AUTO_PUBLISH` and the like. */
export const isAutoPublish = byName((name) => AUTO_PUBLISH.test(name) && !NEGATED.test(name));

/** `FEEDBACK_LEARNING_RUN_REGRESSION_GATE` and the like, and those that switch it off: `SKIP_REGRESSION_GATE`. */
export const isRegressionGate = byName((name) => REGRESSION_GATE.test(name));

/** Whether the gate runs with this value of this switch. */
export const gateRuns = (name: string, value: unknown): boolean =>
  /DISABLED$/i.test(name) || NEGATED.test(name) ? isOff(value) : isOn(value);

/** The value with which a switch lets its gate run. */
export const runningValue = (name: string): boolean => !(/DISABLED$/i.test(name) || NEGATED.test(name));
