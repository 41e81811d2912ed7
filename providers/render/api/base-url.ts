import { UserError } from "../../protocol/errors.ts";

export const DEFAULT_BASE_URL = "https://api.render.com/v1";

/**
 * The API's address without a trailing slash. Only Render's own or a loopback one is accepted, since the token goes there
 * with every request: any other address would be a way to send it elsewhere.
 * @throws UserError `RENDER_BASE_URL_REFUSED`
 */
export function baseUrlOf(given: string | undefined): string {
  const text = (given ?? DEFAULT_BASE_URL).replace(/\/+$/, "");
  if (text === DEFAULT_BASE_URL) return text;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const plain = url && !url.username && !url.password && !url.search && !url.hash;
  if (url && plain && ["http:", "https:"].includes(url.protocol) && isLoopback(url.hostname)) return text;
  throw new UserError(
    "RENDER_BASE_URL_REFUSED",
    [
      `RENDER_BASE_URL_REFUSED: ${url ? `${url.protocol}//${url.host}` : "the base URL"} is not an address the API token may be sent to; ` +
        `allowed are ${DEFAULT_BASE_URL} and loopback addresses such as http://127.0.0.1:4010/v1`,
      "  at render:baseUrl or RENDER_BASE_URL",
      "  fix: unset RENDER_BASE_URL; pulumi config rm render:baseUrl",
    ].join("\n"),
  );
}

const isLoopback = (host: string) => host === "localhost" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
