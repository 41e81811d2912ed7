import { vendorUrl } from "../../protocol/vendor-url.ts";

export const DEFAULT_BASE_URL = "https://api.render.com/v1";

/**
 * The API's address without a trailing slash: Render's own or a loopback one.
 * @throws UserError `RENDER_BASE_URL_REFUSED`
 */
export const baseUrlOf = (given: string | undefined): string =>
  vendorUrl(given, {
    name: "RENDER",
    own: DEFAULT_BASE_URL,
    loopback: "http://127.0.0.1:4010/v1",
    at: "render:baseUrl or RENDER_BASE_URL",
    fix: "unset RENDER_BASE_URL; pulumi config rm render:baseUrl",
  });
