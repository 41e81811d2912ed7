import { stripVTControlCharacters } from "node:util";

/**
 * Remote text as lines to look at: no escape sequences, no control or direction characters. Spaces and line ends stay,
 * and so does markup, which whoever builds HTML escapes.
 */
export const plainText = (text: string): string =>
  stripVTControlCharacters(text)
    .replace(/\r\n?/g, "\n")
    .replace(/(?![\t\n])[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, "");
