import { stripVTControlCharacters } from "node:util";

/**
 * Text from another machine, made safe to print on one line of a terminal or a CI log: no escape sequences, control or
 * direction characters, no workflow commands, none of the given secrets, at most `longest` characters.
 */
export function remoteText(text: string, { longest = 200, secrets = [] as readonly string[] } = {}): string {
  const line = redact(stripVTControlCharacters(text), secrets)
    .replace(/\s+/g, " ")
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, "")
    .replace(/::(?=[A-Za-z])/g, ": :")
    .replaceAll("##[", "# #[")
    .trim();
  return line.length > longest ? `${line.slice(0, longest)}… (${line.length} characters)` : line;
}

/** Shorter values occur by chance and are no secrets worth the name. */
const SHORTEST_SECRET = 6;

/** The text without these secrets. */
export const redact = (text: string, secrets: readonly string[]): string =>
  secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .sort((a, b) => b.length - a.length)
    .reduce((left, secret) => left.replaceAll(secret, "[redacted]"), text);
