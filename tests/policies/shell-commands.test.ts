import { expect, it } from "vitest";
import { shellCommands } from "../../policies/shell-commands.ts";

const words = (line: string) => shellCommands(line).map((command) => command.words.join("|"));

it.each<[title: string, line: string, commands: string[]]>([
  ["one command", "python worker.py", ["python|worker.py"]],
  ["nothing", "  ", []],
  ["what follows one another", "a 1&&b 2 ; c || d | e & f", ["a|1", "b|2", "c", "d", "e", "f"]],
  ["lines", "a\nb", ["a", "b"]],
  ["groups", "(a; b) && { c; }", ["a", "b", "c"]],
  ["what is substituted", "a $(b c) `d`", ["a", "b|c", "d"]],
  ["quotes, which hold separators together", `a 'b && c' "d; \\"e\\""`, [`a|b && c|d; "e"`]],
  ["quotes inside of a word", `a --x="b c"d`, ["a|--x=b cd"]],
  ["an empty word", "a '' b", ["a||b"]],
  ["what is escaped", "a\\ b \\; c", ["a b|;|c"]],
  ["a comment, and the line after it", "a # b && c\nd#e", ["a", "d#e"]],
  ["redirections, which end nothing", "a > out 2>&1 < in", ["a|>|out|2>&1|<|in"]],
  ["what a shell is given", "sh -c 'a && b'", ["sh|-c|a && b", "a", "b"]],
  ["a shell in a shell", `exec /bin/bash -lc "a; sh -c 'b'"`, ["exec|/bin/bash|-lc|a; sh -c 'b'", "a", "sh|-c|b", "b"]],
  ["a shell that runs a file", "bash start.sh", ["bash|start.sh"]],
  ["a quote that never ends", "a 'b", ["a|b"]],
])("takes apart %s", (_title, line, commands) => {
  expect(words(line)).toEqual(commands);
});

it("keeps each command as it is written", () => {
  expect(shellCommands(`FOO="a b" x  && y 'z'`).map(({ text }) => text)).toEqual([`FOO="a b" x`, "y 'z'"]);
});
