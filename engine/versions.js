// @ts-check
/**
 * The versions that everything about the engine agrees on. `engine/go/go.mod` and `engine/npm/package.json` repeat
 * the last two because their tools read them there; a test holds them equal.
 */

/** The oldest Node that runs this project's TypeScript natively and without flags. */
export const NODE_MAJOR = 24;

/** The oldest CLI whose behaviour this project relies on: `policy analyze --file` came with 3.249. */
export const OLDEST_PULUMI = "3.249.0";

/** The CLI that is built from Go modules where nothing else is to be had. */
export const BUILT_PULUMI = "3.259.0";

/** The version of the npm launcher `pulumi`, which downloads the CLI of the same version. */
export const LAUNCHED_PULUMI = "3.265.0";

/** The oldest Go that can read `engine/go/go.mod` (and fetch a newer toolchain for itself when allowed to). */
export const OLDEST_GO = "1.21";
