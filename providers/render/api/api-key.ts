import { UserError } from "../../protocol/errors.ts";

/** The key as it is sent. @throws UserError that never shows what was given */
export function apiKeyOf(given: string | undefined): string {
  const token = given?.trim() ?? "";
  // A header takes nothing else, and fetch would say so with the token in its message.
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new UserError(
    "RENDER_API_KEY_MISSING",
    [
      `RENDER_API_KEY_MISSING: ${token === "" ? "no API key for Render is set" : "the API key for Render has spaces or characters that no key has"}`,
      "  at render:apiKey or RENDER_API_KEY",
      "  fix: make a key at https://dashboard.render.com/settings#api-keys, then export RENDER_API_KEY=…",
      "       (or: pulumi config set --secret render:apiKey)",
    ].join("\n"),
  );
}
