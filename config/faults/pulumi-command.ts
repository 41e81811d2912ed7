import { type Path, propertyPath } from "./property-path.ts";

/** A value that `pulumi config set` can store. */
export type Scalar = string | number | boolean;

/** Under such a key Pulumi may take any text for a secret, and then refuses to store it unless told that it is none. */
const SECRET_LOOKING = /pass|pwd|secret|token/i;

/** One word of a POSIX shell command, quoted only where the shell would read it otherwise. */
export function shellWord(word: string): string {
  return /^[A-Za-z0-9_@%+:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/**
 * The command that stores `value` at `path` with the type it has here. Pulumi reads `true`, `false` and integers
 * as what they look like, so a text of that look needs `--type`, and a value that starts with `-` needs `--`.
 */
export function setCommand(path: Path, value: Scalar, stack: string): string {
  const key = `pulumi config set --path ${keyWord(path)}`;
  const type = typeOf(value);
  const plain = typeof value === "string" && SECRET_LOOKING.test(propertyPath(path)) ? " --plaintext" : "";
  const options = `${type ? ` --type ${type}` : ""}${plain} --stack ${shellWord(stack)}`;
  const text = String(value);
  return text.startsWith("-") ? `${key}${options} -- ${shellWord(text)}` : `${key} ${shellWord(text)}${options}`;
}

/** The command that takes the key at `path` out. */
export function removeCommand(path: Path, stack: string): string {
  return `pulumi config rm --path ${keyWord(path)} --stack ${shellWord(stack)}`;
}

/** The command that asks for a secret and stores it encrypted; the value stays out of the shell's history. */
export function secretCommand(name: string, stack: string): string {
  return `pulumi config set --secret --path ${keyWord(["secrets", name])} --stack ${shellWord(stack)}`;
}

/** Commands that run one after the other, stopping at the first that fails. */
export function inTurn(...commands: readonly string[]): string {
  return commands.join(" && ");
}

function keyWord(path: Path): string {
  return shellWord(`cutover:${propertyPath(path)}`);
}

function typeOf(value: Scalar): string | undefined {
  if (typeof value === "number" && !Number.isInteger(value)) return "float";
  if (typeof value === "string" && /^(?:true|false|[+-]?\d+)$/.test(value)) return "string";
  return undefined;
}
