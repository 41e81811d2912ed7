import { stripVTControlCharacters } from "node:util";

/**
 * Text that a change or a state may hold, safe to print in a terminal and in a CI log: no escape sequences, control or
 * direction characters, no workflow commands. Everything else stays, since commands are pasted from it.
 */
export const inert = (text: string): string =>
  stripVTControlCharacters(text)
    .replace(/[^\P{C}\n]/gu, "")
    .replace(/^(\s*):(?=:)/gm, "$1: ")
    // A runner of GitHub reads these anywhere in a line.
    .replaceAll("##[", "# #[");
