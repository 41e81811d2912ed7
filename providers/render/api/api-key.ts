import { UserError } from "../../protocol/errors.ts";
import { vendorToken } from "../../protocol/vendor-token.ts";

/** The key as it is sent. @throws UserError that never shows what was given */
export function apiKeyOf(given: string | undefined): string {
  const key = vendorToken(given);
  if (key !== undefined) return key;
  throw new UserError(
    "RENDER_API_KEY_MISSING",
    [
      `RENDER_API_KEY_MISSING: ${!given?.trim() ? "no API key for Render is set" : "the API key for Render has spaces or characters that no key has"}`,
      "  at render:apiKey or RENDER_API_KEY",
      "  fix: make a key at https://dashboard.render.com/settings#api-keys, then export RENDER_API_KEY=…",
      "       (or: pulumi config set --secret render:apiKey)",
    ].join("\n"),
  );
}
