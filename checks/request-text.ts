import type { HttpRequest } from "./http-exchange.ts";

const SECRET_NAME = /authorization|cookie|token|secret|password|passwd|signature|api[-_]?key|^key$|[-_]key$/i;
const MASK = "…";

/** `GET https://host/path?token=…`: no user name, password or secret parameter. */
export const requestLine = ({ method, url }: Pick<HttpRequest, "method" | "url">): string =>
  `${method} ${maskedUrl(url)}`;

/** The request as a command for a shell, secrets left out for whoever runs it to fill in. */
export function curlCommand({ method, url, headers, json, secrets = [] }: HttpRequest): string {
  const body = json === undefined ? [] : ["--data", quoted(maskedJson(json, secrets))];
  const sent = json === undefined ? headers : { "content-type": "application/json", ...headers };
  const how = method === "HEAD" ? ["--head"] : ["-i", ...(method === "GET" ? [] : ["-X", method])];
  const lines = Object.entries(sent).flatMap(([name, value]) => [
    "-H",
    quoted(`${name}: ${SECRET_NAME.test(name) ? MASK : without(secrets, value)}`),
  ]);
  return ["curl", "-sS", ...how, ...lines, ...body, quoted(maskedUrl(url))].join(" ");
}

/** Values of a request that must not be seen again, whatever an answer repeats of them. */
export function secretsOf({ url, headers, json, secrets = [] }: HttpRequest): string[] {
  const target = new URL(url);
  const named = [...Object.entries(headers), ...target.searchParams].filter(([name]) => SECRET_NAME.test(name));
  const inBody: string[] = [];
  JSON.stringify(json, (key, value: unknown) => {
    if (SECRET_NAME.test(key) && typeof value === "string") inBody.push(value);
    return value;
  });
  // `Bearer abc` is repeated as `abc`, `session=abc; Path=/` as `abc`.
  const parts = named.flatMap(([, value]) => [value, ...value.split(/[\s;,=]+/)]);
  return [decodeURIComponent(target.password), ...parts, ...inBody, ...secrets].filter(Boolean);
}

function maskedUrl(url: string): string {
  const target = new URL(url);
  target.username = "";
  target.password = "";
  const search = target.search
    .slice(1)
    .split("&")
    .map((pair) => (SECRET_NAME.test(pair.split("=")[0] ?? "") ? `${pair.split("=")[0]}=${MASK}` : pair))
    .join("&");
  target.search = "";
  target.hash = "";
  return target.href + (search && `?${search}`);
}

const maskedJson = (json: unknown, secrets: readonly string[]): string =>
  JSON.stringify(json, (key, value: unknown) => {
    if (typeof value !== "string") return value;
    return SECRET_NAME.test(key) ? MASK : without(secrets, value);
  });

const without = (secrets: readonly string[], text: string): string =>
  secrets.reduce((masked, secret) => (secret ? masked.replaceAll(secret, MASK) : masked), text);

/** For a POSIX shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
