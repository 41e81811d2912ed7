import { onStack, type StackFacts } from "../facts.ts";
import { type Expectation, exampleOf } from "./baseline.ts";

/** The commands that make one variable as it is expected to be; what stands there goes first. */
export function setVariable(stack: StackFacts, side: string, name: string, expectation: Expectation): string {
  const path = `cutover:env.${side}.${name}`;
  const clear = stack.env[side]?.[name] === undefined ? [] : [removeVariable(stack, side, name)];
  return [...clear, ...commands(stack, path, name, expectation)].join(" && ");
}

export const removeVariable = (stack: StackFacts, side: string, name: string): string =>
  `pulumi config rm --path cutover:env.${side}.${name}${onStack(stack)}`;

function commands(stack: StackFacts, path: string, name: string, expectation: Expectation): string[] {
  const on = onStack(stack);
  if (expectation === "secret")
    return [
      `pulumi config set --secret --path cutover:secrets.${name}${on}`,
      // Pulumi takes a key with such a name for a secret unless told otherwise; here it is only the secret's name.
      `pulumi config set --path ${path}.secret ${name} --plaintext${on}`,
    ];
  if (typeof expectation === "object" && "output" in expectation)
    return [`pulumi config set --path ${path}.output ${expectation.output}${on}`];
  const value = exampleOf(expectation) ?? (expectation === "url" ? "https://HOST" : "VALUE");
  const word = /^[A-Za-z0-9_@%+:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
  return [`pulumi config set --path ${path} ${word}${/pass|pwd|secret|token/i.test(path) ? " --plaintext" : ""}${on}`];
}
