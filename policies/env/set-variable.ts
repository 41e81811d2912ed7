import { removeKey, setKey, valueWord } from "../config-command.ts";
import { onStack, type StackFacts } from "../facts.ts";
import { type Expectation, exampleOf } from "./baseline.ts";
import { isLiteral, outputOf, secretOf } from "./declared.ts";

/** The commands that make one variable as it is expected to be; what stands there goes first. */
export function setVariable(stack: StackFacts, side: string, name: string, expectation: Expectation): string {
  const path = `cutover:env.${side}.${name}`;
  const clear = stack.env[side]?.[name] === undefined ? [] : [removeVariable(stack, side, name)];
  return [...clear, ...commands(stack, path, name, expectation)].join(" && ");
}

export const removeVariable = (stack: StackFacts, side: string, name: string): string =>
  removeKey(stack, `cutover:env.${side}.${name}`);

/** The command that makes a variable what a source in the configuration says: a literal, a secret's or an output's name. */
export function setSource(stack: StackFacts, side: string, name: string, source: unknown): string {
  const path = `cutover:env.${side}.${name}`;
  const secret = secretOf(source);
  if (secret !== undefined) return takeSecret(stack, path, secret);
  const output = outputOf(source);
  if (output !== undefined) return commands(stack, path, name, { output }).join(" && ");
  return commands(stack, path, name, isLiteral(source) ? { is: source } : "text").join(" && ");
}

/** Pulumi takes a key with such a name for a secret unless told otherwise; here it is only the secret's name. */
const takeSecret = (stack: StackFacts, path: string, secret: string) =>
  `pulumi config set --path ${path}.secret ${secret} --plaintext${onStack(stack)}`;

function commands(stack: StackFacts, path: string, name: string, expectation: Expectation): string[] {
  const on = onStack(stack);
  if (expectation === "secret")
    return [`pulumi config set --secret --path cutover:secrets.${name}${on}`, takeSecret(stack, path, name)];
  if (typeof expectation === "object" && "output" in expectation)
    return [setKey(stack, `${path}.output`, expectation.output)];
  const value = exampleOf(expectation) ?? (expectation === "url" ? "https://HOST" : "VALUE");
  return [
    `pulumi config set --path ${path} ${valueWord(value)}${/pass|pwd|secret|token/i.test(path) ? " --plaintext" : ""}${on}`,
  ];
}
