/** One program with its arguments, as a shell would start it. */
export interface ShellCommand {
  /** As it is written. */
  readonly text: string;
  /** Without quotes; variables stay as they are written. */
  readonly words: readonly string[];
}

const SHELL = /^(?:.*\/)?(?:ba|da|z|k|a)?sh$/;

/**
 * The commands of one shell line in their order; what `sh -c '…'` runs follows it. No shell is asked: what only running it
 * would tell (a script's content, a variable's value) stays unknown.
 */
export function shellCommands(line: string): readonly ShellCommand[] {
  return split(line).flatMap((command) => [command, ...within(command)]);
}

function within({ words }: ShellCommand): readonly ShellCommand[] {
  const script = scriptIn(words);
  return script === undefined ? [] : shellCommands(script);
}

/** What a shell is given as one word; undefined where none is, or it is given nothing. */
export function scriptIn(words: readonly string[]): string | undefined {
  const shell = words.findIndex((word) => SHELL.test(word));
  if (shell < 0) return undefined;
  const flag = words.findIndex((word, index) => index > shell && /^-[a-z]*c$/.test(word));
  return flag < 0 ? undefined : words[flag + 1];
}

const SEPARATOR = /^(?:&&|\|\||;|\||&(?!>)|\n|\(|\)|\{(?=\s)|\}|`|\$\()/;

/** What means nothing but itself. */
const ORDINARY = /[^\s\\'"#&|;(){}`$]+/y;

/** Splits at what ends a command outside of quotes. */
function split(line: string): ShellCommand[] {
  const commands: ShellCommand[] = [];
  let [start, at] = [0, 0];
  let words: string[] = [];
  let word: string | undefined;
  const endWord = () => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  const endCommand = (end: number) => {
    endWord();
    if (words.length > 0) commands.push({ text: line.slice(start, end).trim(), words });
    words = [];
  };
  while (at < line.length) {
    ORDINARY.lastIndex = at;
    const [ordinary] = ORDINARY.exec(line) ?? [];
    if (ordinary !== undefined) {
      word = (word ?? "") + ordinary;
      at += ordinary.length;
      continue;
    }
    const char = line.charAt(at);
    const separator = SEPARATOR.exec(line.slice(at, at + 3))?.[0];
    if (char === "\\") {
      word = (word ?? "") + line.charAt(at + 1);
      at += 2;
    } else if (char === "'" || char === '"') {
      const [text, end] = quoted(line, at);
      word = (word ?? "") + text;
      at = end;
    } else if (char === "#" && word === undefined) {
      const end = line.indexOf("\n", at);
      endCommand(at);
      at = end < 0 ? line.length : end;
      start = at;
    } else if (separator !== undefined && !inRedirection(line, at)) {
      endCommand(at);
      at += separator.length;
      start = at;
    } else if (/\s/.test(char)) {
      endWord();
      at += 1;
    } else {
      word = (word ?? "") + char;
      at += 1;
    }
  }
  endCommand(at);
  return commands;
}

/** The `&` of `2>&1` ends nothing. */
const inRedirection = (line: string, at: number) => line[at] === "&" && (line[at - 1] === ">" || line[at - 1] === "<");

/** The text between the quotes at `at`, and where what follows them begins. */
function quoted(line: string, at: number): [text: string, end: number] {
  const quote = line[at];
  let text = "";
  for (let index = at + 1; index < line.length; index += 1) {
    if (line[index] === quote) return [text, index + 1];
    if (quote === '"' && line[index] === "\\" && /["\\$`]/.test(line[index + 1] ?? "")) index += 1;
    text += line[index];
  }
  return [text, line.length];
}
