import { onStack, type StackFacts } from "./facts.ts";

/** The command that gives a key of the stack's configuration, `cutover:…`, another value. */
export const setKey = (stack: StackFacts, key: string, value: string | number | boolean): string =>
  `pulumi config set --path ${shellWord(key)} ${shellWord(String(value))}${onStack(stack)}`;

/** The command that leaves a key out. */
export const removeKey = (stack: StackFacts, key: string): string =>
  `pulumi config rm --path ${shellWord(key)}${onStack(stack)}`;

/** A text as one word to every shell. */
export const shellWord = (text: string): string =>
  /^[A-Za-z0-9_@%+:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
