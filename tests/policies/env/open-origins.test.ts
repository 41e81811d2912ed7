import { describe, expect, it } from "vitest";
import { letsEveryPageIn } from "../../../policies/env/open-origins.ts";

describe("S1.5 lets every page in", () => {
  it.each([
    ["CORS_ORIGINS", "*"],
    ["CORS_ORIGIN", "*"],
    ["cors_allowed_origins", "https://app.example, *"],
    ["CORS_ALLOW_ORIGINS", '["*"]'],
    ["API_CORS_ORIGINS", "https://*"],
    ["ACCESS_CONTROL_ALLOW_ORIGIN", "*"],
    ["CORS_ORIGINS", "null"],
    ["CORS_ORIGIN_REGEX", ".*"],
    ["CORS_ALLOWED_ORIGIN_REGEXES", "^https://.*$"],
    ["CORS_ALLOW_ALL_ORIGINS", "True"],
    ["CORS_ORIGIN_ALLOW_ALL", "1"],
  ])("%s=%s", (name, value) => {
    expect(letsEveryPageIn(name, value)).toBe(true);
  });
});

describe("S1.5 lets only some in, or is about something else", () => {
  it.each([
    ["CORS_ORIGINS", "https://app.example"],
    ["CORS_ORIGIN_REGEX", "^https://[a-z]+\\.app\\.example$"],
    ["CORS_ALLOW_ALL_ORIGINS", "false"],
    ["CORS_ALLOW_METHODS", "*"],
    ["CORS_ALLOW_HEADERS", "*"],
    ["ALLOWED_HOSTS", "*"],
    // Has the rule's whole attention anyway.
    ["ALLOWED_ORIGINS", "*"],
  ])("%s=%s", (name, value) => {
    expect(letsEveryPageIn(name, value)).toBe(false);
  });
});
