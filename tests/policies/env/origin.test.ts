import { describe, expect, it } from "vitest";
import { faultOfOrigin, listOf } from "../../../policies/env/origin.ts";
import fc from "../../support/property.ts";
import { scale } from "../../support/scale.ts";

const production = { production: true };
const staging = { production: false };

it("S1.5 reads a comma-separated list, spaces around entries left out, empty entries kept", () => {
  expect(listOf(" https://a.example , https://b.example,,")).toEqual([
    "https://a.example",
    "https://b.example",
    "",
    "",
  ]);
});

describe("S1.5 accepts an origin as a browser sends it", () => {
  it.each([
    "https://app.twin-brains.example",
    "https://app.twin-brains.example:8443",
    "https://xn--bcher-kva.example",
    "https://203.0.113.9",
    "https://[2001:db8::1]:8443",
    "https://localhost.example.com",
    "https://10.example.com",
  ])("%s", (origin) => {
    expect(faultOfOrigin(origin, production)).toBeUndefined();
  });
});

describe("S1.5 staging may name this machine and private hosts", () => {
  it.each([
    "http://localhost:3000",
    "http://127.0.0.1:5173",
    "http://[::1]:3000",
    "http://app.localhost",
    "https://localhost",
    "https://app.internal",
    "https://192.168.1.20",
  ])("%s", (origin) => {
    expect(faultOfOrigin(origin, staging)).toBeUndefined();
    expect(faultOfOrigin(origin, production)).toBeDefined();
  });
});

const loopback = "loopback: in production this is whatever runs on the visitor's machine";
const privateHost = "a private host, which is another machine in every network";
const plainHttp = "plain http: anyone on the way can change the page that calls the API";
const notAnOrigin = "not an origin; expected https://host, entries separated by commas";
const wildcard = "a wildcard host lets in every host of that pattern, taken-over ones included";
const nullOrigin = "sandboxed frames and local files send this, so any page can pass as it";
const slash = "a trailing slash, which no browser sends, so it never matches";
const path = "a path, query or fragment, which no browser sends, so it never matches";
const spelling = "not spelled as a browser sends it, so it never matches";
const credentials = "contains a user name or password";

describe("S1.5 refuses everything else in production", () => {
  it.each([
    ["", "an empty entry"],
    ["*", "any web page could call the API in a user's name"],
    ["null", nullOrigin],
    ["NULL", nullOrigin],
    ["https://*.example.com", wildcard],
    ["*.example.com", wildcard],
    ["https://app.example.com:*", wildcard],
    ["http://app.example.com", plainHttp, "https://app.example.com"],
    ["http://app.example.com:8080", plainHttp, "https://app.example.com:8080"],
    ["http://localhost:3000", loopback],
    ["https://localhost", loopback],
    ["https://LOCALHOST", loopback],
    ["https://localhost.", loopback],
    ["https://api.localhost", loopback],
    ["https://127.0.0.1", loopback],
    ["https://127.9.9.9", loopback],
    ["https://2130706433", loopback],
    ["https://0x7f.1", loopback],
    ["https://[::1]", loopback],
    ["https://[::ffff:127.0.0.1]", loopback],
    ["https://10.0.0.5", privateHost],
    ["https://100.64.0.1", privateHost],
    ["https://172.31.255.1", privateHost],
    ["https://192.168.0.1", privateHost],
    ["https://169.254.169.254", privateHost],
    ["https://0.0.0.0", privateHost],
    ["https://[fd00::1]", privateHost],
    ["https://[fe80::1]", privateHost],
    ["https://[::ffff:10.0.0.5]", privateHost],
    ["https://intranet", privateHost],
    ["https://printer.local", privateHost],
    ["https://app.internal", privateHost],
    ["https://app.example.com/", slash, "https://app.example.com"],
    ["https://app.example.com/login", path, "https://app.example.com"],
    ["https://app.example.com?a=1", path, "https://app.example.com"],
    ["https://app.example.com#top", path, "https://app.example.com"],
    ["https://app.example.com:443", spelling, "https://app.example.com"],
    ["https://App.Example.com", spelling, "https://app.example.com"],
    ["HTTPS://app.example.com", spelling, "https://app.example.com"],
    ["https://bücher.example", spelling, "https://xn--bcher-kva.example"],
    ["https:app.example.com", spelling, "https://app.example.com"],
    ["https://app.example.com.", "the host ends with a dot", "https://app.example.com"],
    ["https://user:pass@app.example.com", credentials, "https://app.example.com"],
    ["https://@app.example.com", credentials, "https://app.example.com"],
    ["ftp://app.example.com", "a scheme that no web page has: ftp://; expected https://"],
    ["app.example.com", notAnOrigin],
    ["https://", notAnOrigin],
    ["file:///etc/hosts", notAnOrigin],
    ["https://a.example https://b.example", notAnOrigin],
    ["https://a.example\thttps://b.example", notAnOrigin],
    ['"https://app.example.com"', notAnOrigin],
    ["https://app.example.com:99999", notAnOrigin],
    ["https://$(id).example.com/", notAnOrigin],
    ["https://a.example;https://b.example", notAnOrigin],
  ])("%s", (origin, reason, instead?: string) => {
    expect(faultOfOrigin(origin, production)).toEqual(instead === undefined ? { reason } : { reason, instead });
  });
});

it("S1.5 refuses plain http to a public host in staging, too", () => {
  expect(faultOfOrigin("http://app.example.com", staging)?.reason).toBe(plainHttp);
});

it("S1.5 whatever passes in production is exactly a public https origin", () => {
  const host = fc.oneof(
    fc.domain(),
    fc.ipV4(),
    fc.ipV6().map((address) => `[${address}]`),
    fc.constantFrom("localhost", "a"),
  );
  const scheme = fc.constantFrom("https://", "http://", "HTTPS://", "https:", "");
  const rest = fc.constantFrom("", "/", ":443", ":8443", ".", "/a", "?a", "#a", " ", "*", ",");
  fc.assert(
    fc.property(
      fc.tuple(scheme, host, rest).map((parts) => parts.join("")),
      (origin) => {
        if (faultOfOrigin(origin, production)) return;
        const { protocol, host, hostname } = new URL(origin);
        expect(origin).toBe(`https://${host}`);
        expect(protocol).toBe("https:");
        expect(hostname).toMatch(/\.|:/);
      },
    ),
    { numRuns: 300 * scale },
  );
});

it.each([
  ["https://App.example.com/", ["https://app.example.com"]],
  ["https://a.example.:8443", ["https://a.example:8443"]],
  ["http://u:p@a.example", ["http://a.example", "https://a.example"]],
])("S1.5 what is offered instead of %s passes, or leads on", (origin, steps) => {
  let at: string = origin;
  for (const step of steps) {
    expect(faultOfOrigin(at, production)?.instead).toBe(step);
    at = step;
  }
  expect(faultOfOrigin(at, production)).toBeUndefined();
});
