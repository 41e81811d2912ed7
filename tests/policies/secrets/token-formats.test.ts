import { describe, expect, it } from "vitest";
import { isMadePublic, tokenIn } from "../../../policies/secrets/token-formats.ts";
import { credentials, HEX, RANDOM, tokenOf } from "./made-up-credentials.ts";

describe("S1.10 knows by its form", () => {
  it.each(credentials)("%s", (what, text) => {
    expect(tokenIn(text)).toBe(what);
    expect(tokenIn(`before ${text} after`)).toBe(what);
  });
});

describe("S1.10 takes for no credential", () => {
  it.each([
    ["what stands for a value", "postgres://$USER:$PASSWORD@db.example/app"],
    ["the same in braces", `postgres://app:\${PASSWORD}@db.example/app`],
    ["the same in a template", "postgres://app:{{ password }}@db.example/app"],
    ["the same masked", "postgres://app:****@db.example/app"],
    ["an address without a password", "https://o914275@sentry.example/4508"],
    ["the same beside a host", "host=db.example password=$PGPASSWORD"],
    ["a harmless query", "https://a.example/?token=false&page=2"],
    ["a placeholder", "sk-proj-xxxx"],
    ["Supabase's key for the page", tokenOf("anon")],
    ["a publishable key", `pk_live_${RANDOM}`],
    ["a commit", HEX.slice(0, 40)],
    ["a public key", "-----BEGIN PUBLIC KEY-----\nMIIE"],
    ["a word that begins alike", "task-proj-management-board"],
    ["nothing", ""],
  ])("%s", (_title, text) => {
    expect(tokenIn(text)).toBeUndefined();
  });
});

it("S1.10 tells what a vendor made for the page", () => {
  expect([`pk_test_${RANDOM}`, tokenOf("anon"), `phc_${RANDOM}`].map(isMadePublic)).toEqual([true, true, true]);
  expect([`sk_test_${RANDOM}`, tokenOf("service_role"), RANDOM].map(isMadePublic)).toEqual([false, false, false]);
});
