import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { ConfigError } from "../../config/errors.ts";
import { subjectOf } from "../../config/faults/fault.ts";

/** Which stack, and where its project is. */
export interface StackPlace {
  /** The project's folder. */
  readonly project: string;
  /** As Pulumi knows it: `prod`, or `org/project/prod`. */
  readonly stack: string;
  /** `PULUMI_OPTION_CONFIG_FILE` names another file, as it does for Pulumi. */
  readonly env: NodeJS.ProcessEnv;
}

/** A stack's configuration as it is written. */
export interface StackText {
  /** `prod`. */
  readonly stack: string;
  /** The file's name in the repository: `Pulumi.prod.yaml`. */
  readonly name: string;
  /** Where it was read. */
  readonly path: string;
  readonly text: string;
}

/** @throws ConfigError where there is no such file */
export async function stackText({ project, stack: given, env }: StackPlace): Promise<StackText> {
  const stack = given.split("/").at(-1) ?? "";
  const { file: name } = subjectOf(stack);
  if (!/^[\w.-]+$/.test(stack)) throw unreadable(name, `${JSON.stringify(given)} is not the name of a stack`);
  const shown = env.PULUMI_OPTION_CONFIG_FILE || name;
  const path = resolve(project, shown);
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw unreadable(shown, `${shown} cannot be read (${error.code}); a stack's commands need its file`);
  });
  return { stack, name, path, text };
}

function unreadable(where: string, what: string): ConfigError {
  const fix = "name a stack that has a file here: --stack prod";
  return new ConfigError([{ code: "CONFIG_UNREADABLE", path: "", what: `${what}.`, where, fix }]);
}
