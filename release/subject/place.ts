import { fileURLToPath } from "node:url";
import type { StackPlace } from "./stack-text.ts";

/** The folder of this Pulumi project. */
export const projectFolder = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

/** A stack of this project, as a command names it: else the one that `PULUMI_STACK` names, else `prod`. */
export const placeOf = (stack: string | undefined, env: NodeJS.ProcessEnv): StackPlace => ({
  project: projectFolder,
  stack: stack ?? (env.PULUMI_STACK || "prod"),
  env,
});
