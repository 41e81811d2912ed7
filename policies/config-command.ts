import { onStack, type StackFacts } from "./facts.ts";
import { mayBeSecret } from "./show.ts";

/** The command that gives a key of the stack's configuration, `cutover:…`, another value. */
export const setKey = (stack: StackFacts, key: string, value: string | number | boolean): string =>
  `pulumi config set --path ${shellWord(key)} ${valueWord(String(value))}${onStack(stack)}`;

/** A value as one word of a command; `VALUE` where it may be a secret, which no message tells. */
export const valueWord = (value: string): string => (mayBeSecret(value) ? "VALUE" : shellWord(value));

/** The command that leaves a key out. */
export const removeKey = (stack: StackFacts, key: string): string =>
  `pulumi config rm --path ${shellWord(key)}${onStack(stack)}`;

/** A text as one word to every shell. */
export const shellWord = (text: string): string =>
  /^[A-Za-z0-9_@%+:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
