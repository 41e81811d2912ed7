import { UserError } from "./errors.ts";

/** How to speak of a vendor's address. */
export interface VendorAddress {
  /** `RENDER`: the refusal's code is `RENDER_BASE_URL_REFUSED`. */
  readonly name: string;
  /** The vendor's own, without a trailing slash; what holds when none is given. */
  readonly own: string;
  /** A loopback address that would do. */
  readonly loopback: string;
  /** Where the address was given. */
  readonly at: string;
  /** How to be rid of it. */
  readonly fix: string;
}

/**
 * The address of a vendor's API without a trailing slash. Only the vendor's own or a loopback one is accepted, since the
 * token goes there with every request: any other address would be a way to send it elsewhere.
 * @throws UserError `<NAME>_BASE_URL_REFUSED`
 */
export function vendorUrl(given: string | undefined, { name, own, loopback, at, fix }: VendorAddress): string {
  const text = (given || own).replace(/\/+$/, "");
  if (text === own) return text;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const plain = url && !url.username && !url.password && !url.search && !url.hash;
  if (url && plain && ["http:", "https:"].includes(url.protocol) && isLoopback(url.hostname)) return text;
  const code = `${name}_BASE_URL_REFUSED`;
  throw new UserError(
    code,
    [
      `${code}: ${url ? `${url.protocol}//${url.host}` : "the base URL"} is not an address the API token may be sent to; ` +
        `allowed are ${own} and loopback addresses such as ${loopback}`,
      `  at ${at}`,
      `  fix: ${fix}`,
    ].join("\n"),
  );
}

const isLoopback = (host: string) => host === "localhost" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
