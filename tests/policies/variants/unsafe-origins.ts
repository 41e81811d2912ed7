import { eachService } from "./common-changes.ts";
import type { UnsafeVariant } from "./variant.ts";

const own = "https://app.twin-brains.example";

const origin = (title: string, entry: string): UnsafeVariant => ({
  title: `an origin that is ${title}`,
  config: { "origins.1": entry },
  rule: "require-explicit-origins",
});
const literalOrigins = (title: string, value: string): UnsafeVariant => ({
  title: `ALLOWED_ORIGINS written as ${title}`,
  config: { "env.backend.ALLOWED_ORIGINS": value },
  rule: "require-explicit-origins",
});
const foreign = (title: string, entry: string): UnsafeVariant => ({
  title: `an origin that is ${title}`,
  config: { "origins.1": entry },
  rule: "require-own-origins",
});

/** Who may call the API, and what it is strict about. */
export const unsafeOrigins: readonly UnsafeVariant[] = [
  { title: "any origin", config: { "origins.0": "*" }, rule: "require-explicit-origins" },
  { title: "any origin in staging", stack: "staging", config: { "origins.0": "*" }, rule: "require-explicit-origins" },
  origin("any, beside a good one", "*"),
  origin("every host of a pattern", "https://*.twin-brains.example"),
  origin("every deployment of everybody at Vercel", "https://*.vercel.app"),
  origin("the one of sandboxed frames", "null"),
  origin("the same in capitals", "NULL"),
  origin("plain http", "http://app.twin-brains.example"),
  origin("somebody's machine", "http://localhost:3000"),
  origin("somebody's machine by number", "https://127.0.0.1:3000"),
  origin("somebody's machine as IPv6", "https://[::1]:3000"),
  origin("somebody's machine as one number", "https://2130706433"),
  origin("in the office's network", "https://192.168.1.20"),
  origin("in the provider's network", "https://frontend.internal"),
  origin("written with a slash", `${own}/`),
  origin("written with a path", `${own}/login`),
  origin("there twice", own),
  origin("written in capitals", "https://APP.twin-brains.example"),
  origin("written with the port that it has anyway", `${own}:443`),
  origin("a host without a scheme", "app.twin-brains.example"),
  origin("written with its scheme in capitals", "HTTPS://app.twin-brains.example"),
  origin("written with a query", `${own}?from=mail`),
  origin("written with a user", "https://ada@app.twin-brains.example"),
  origin("written with a dot at its end", `${own}.`),
  origin("any address of this machine", "https://0.0.0.0"),
  origin("somebody's machine as IPv4 in IPv6", "https://[::ffff:127.0.0.1]"),
  origin("somebody's machine in hexadecimal", "https://0x7f.1"),
  origin("somebody's machine by a name", "https://app.localhost"),
  origin("the metadata of a cloud", "https://169.254.169.254"),
  origin("the host of a container", "https://host.docker.internal"),
  origin("of a browser's extension", "chrome-extension://abcdefghijklmnop"),
  origin("of an app's shell", "capacitor://localhost"),
  literalOrigins("*", "*"),
  literalOrigins("* among others, with spaces", `${own} , * `),
  literalOrigins("a list in JSON", '["*"]'),
  literalOrigins("a regular expression", "https://.*"),
  literalOrigins("nothing", ""),
  literalOrigins("entries with semicolons", `${own};https://www.twin-brains.example`),
  {
    title: "no ALLOWED_ORIGINS at all",
    config: { "env.backend.ALLOWED_ORIGINS": undefined },
    rule: "require-explicit-origins",
  },
  {
    title: "origins that nobody can read",
    config: { "env.backend.ALLOWED_ORIGINS": { secret: "ORIGINS" } },
    rule: "require-explicit-origins",
  },
  {
    title: "any origin on the API alone, put there by another program",
    resources: { "WebService api": { "env.ALLOWED_ORIGINS": "*" } },
    rule: "require-explicit-origins",
  },

  foreign("of somebody else", "https://twin-brains.app"),
  foreign("the own name before another's", "https://app.twin-brains.example.attacker.example"),
  foreign("a preview deployment", "https://twin-brains-git-feature-acme.vercel.app"),
  foreign("another project at Vercel", "https://twin-brain.vercel.app"),
  foreign("of staging", "https://staging.twin-brains.example"),
  foreign("the own host on another port", "https://app.twin-brains.example:8443"),
  {
    title: "somebody else's origin, put there by another program",
    resources: { "WebService api": { "env.ALLOWED_ORIGINS": `${own},https://twin-brains.app` } },
    rule: "require-own-origins",
  },

  { title: "development mode", config: { "env.backend.DEV_MODE": true }, rule: "disallow-dev-mode" },
  { title: "development mode as 1", config: { "env.backend.DEV_MODE": 1 }, rule: "disallow-dev-mode" },
  { title: "development mode as text", config: { "env.backend.DEV_MODE": "True" }, rule: "disallow-dev-mode" },
  { title: "development mode as yes", config: { "env.backend.DEV_MODE": " yes " }, rule: "disallow-dev-mode" },
  {
    title: "development mode on the worker alone",
    config: eachService("DEV_MODE", false, true, false),
    rule: "disallow-dev-mode",
  },
  { title: "development mode in lower case", config: { "env.backend.dev_mode": true }, rule: "disallow-dev-mode" },
  { title: "development mode in one word", config: { "env.backend.DEVMODE": 1 }, rule: "disallow-dev-mode" },
  {
    title: "development mode that nobody can read",
    config: { "env.backend.DEV_MODE": { secret: "DEV_MODE" } },
    rule: "disallow-dev-mode",
  },
  {
    title: "development mode on one service, put there by another program",
    resources: { "BackgroundWorker worker": { "env.DEV_MODE": "on" } },
    rule: "disallow-dev-mode",
  },
];
