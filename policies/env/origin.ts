import { BlockList, isIP } from "node:net";

/** Why an entry of a list of browser origins is not acceptable, and the entry as it should read where that is plain. */
export interface OriginFault {
  readonly reason: string;
  readonly instead?: string;
}

/** Entries of a comma-separated list, trimmed. An empty list is one empty entry. */
export const listOf = (value: string): string[] => value.split(",").map((entry) => entry.trim());

/**
 * What is wrong with one origin, or undefined (S1.5).
 *
 * An origin is scheme, host and port exactly as a browser sends it: `https://app.example.com`. In production it is
 * https and public; elsewhere `http` is allowed on loopback only, and private hosts are allowed.
 */
export function faultOfOrigin(
  origin: string,
  { production }: { readonly production: boolean },
): OriginFault | undefined {
  if (origin === "") return { reason: "an empty entry" };
  if (origin === "*") return { reason: "any web page could call the API in a user's name" };
  if (origin.toLowerCase() === "null")
    return { reason: "sandboxed frames and local files send this, so any page can pass as it" };
  if (origin.includes("*"))
    return { reason: "a wildcard host lets in every host of that pattern, taken-over ones included" };

  const url = URL.parse(origin);
  if (!url?.host || /\s/.test(origin) || !HOST.test(url.hostname))
    return { reason: "not an origin; expected https://host, entries separated by commas" };
  return faultOfUrl(url, origin, production);
}

/** A name or an address. URLs allow more, such as `$(…)`, which must not end up in a command that someone copies. */
export const HOST = /^([a-z0-9._-]+|\[[0-9a-f:.]+\])$/;

function faultOfUrl(url: URL, origin: string, production: boolean): OriginFault | undefined {
  const { protocol, hostname, host } = url;
  const bare = `${protocol}//${host}`;
  const loopback = isLoopback(hostname);

  if (protocol !== "https:" && protocol !== "http:")
    return { reason: `a scheme that no web page has: ${protocol}//; expected https://` };
  if (url.username || url.password || origin.includes("@"))
    return { reason: "contains a user name or password", instead: bare };
  if (production && loopback)
    return { reason: "loopback: in production this is whatever runs on the visitor's machine" };
  if (production && isPrivate(hostname)) return { reason: "a private host, which is another machine in every network" };
  if (protocol === "http:" && !loopback)
    return {
      reason: "plain http: anyone on the way can change the page that calls the API",
      instead: `https://${host}`,
    };
  if (hostname.endsWith(".")) return { reason: "the host ends with a dot", instead: bare.replace(/\.(?=$|:)/, "") };
  if (/^[^:]*:\/\/[^/?#]*[/?#]/.test(origin))
    return {
      reason: /^[^/]*\/\/[^/?#]*\/$/.test(origin)
        ? "a trailing slash, which no browser sends, so it never matches"
        : "a path, query or fragment, which no browser sends, so it never matches",
      instead: bare,
    };
  if (bare !== origin) return { reason: "not spelled as a browser sends it, so it never matches", instead: bare };
  return undefined;
}

const loopbackAddresses = new BlockList();
loopbackAddresses.addSubnet("127.0.0.0", 8, "ipv4");
loopbackAddresses.addAddress("::1", "ipv6");

const privateAddresses = new BlockList();
for (const [net, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
] as const)
  privateAddresses.addSubnet(net, prefix, "ipv4");
for (const [net, prefix] of [
  ["::", 128],
  ["fc00::", 7],
  ["fe80::", 10],
] as const)
  privateAddresses.addSubnet(net, prefix, "ipv6");

const isLoopback = (hostname: string): boolean =>
  /(^|\.)localhost\.?$/.test(hostname) || isIn(loopbackAddresses, hostname);

/** Names that only some networks resolve: a single label, or a suffix reserved for private use. */
const isPrivate = (hostname: string): boolean =>
  isIn(privateAddresses, hostname) ||
  (!isIP(addressOf(hostname)) &&
    (!hostname.replace(/\.$/, "").includes(".") || /\.(local|internal|lan|home\.arpa)\.?$/.test(hostname)));

const addressOf = (hostname: string) => hostname.replace(/^\[|\]$/g, "");

function isIn(list: BlockList, hostname: string): boolean {
  const address = addressOf(hostname);
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 4 ? "ipv4" : "ipv6");
}
