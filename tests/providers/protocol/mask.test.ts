import { describe, expect, it } from "vitest";
import { Masker, stringsOf } from "../../../providers/protocol/mask.ts";
import { Secret } from "../../../providers/protocol/wire.ts";

const password = 'p"ss w+rd/ünî-9';

describe("masking messages", () => {
  it.each([
    ["in clear", password],
    ["URL-encoded", encodeURIComponent(password)],
    ["as a form field", new URLSearchParams({ key: password }).toString()],
    ["in base64", Buffer.from(password).toString("base64")],
    ["in base64url", Buffer.from(password).toString("base64url")],
    ["in JSON", JSON.stringify({ password })],
  ])("hides a secret %s", (_form, text) => {
    const { mask } = new Masker([password]);

    const masked = mask(`before ${text} after`);

    expect(masked).toMatch(/^before .*\[secret\].* after$/);
    expect(masked).not.toContain("ss w");
    expect(masked).not.toContain(encodeURIComponent(password));
  });

  it("hides each line of a key of several lines", () => {
    const { mask } = new Masker(["-----BEGIN-----\nMIIEvQIBADAN\n-----END-----"]);

    expect(mask("could not read MIIEvQIBADAN")).toBe("could not read [secret]");
  });

  it("hides a short secret only where it stands alone", () => {
    const { mask } = new Masker(["abcd"]);

    expect(mask("abcd is not abcde")).toBe("[secret] is not abcde");
  });

  it("leaves words that tell nothing, and very short ones", () => {
    const { mask } = new Masker(["true", "1", "eu"]);

    expect(mask("true: 1 in eu")).toBe("true: 1 in eu");
  });

  it("leaves a value that stands in clear elsewhere in the same resource", () => {
    const { mask } = new Masker(["https://api.example", "hunter2222"], ["https://api.example/"]);

    expect(mask("https://api.example/health with hunter2222")).toBe("https://api.example/health with [secret]");
  });

  it("hides a secret of any size", () => {
    const { mask } = new Masker(["x".repeat(5_000_000)]);

    expect(mask(`a ${"x".repeat(5_000_000)} b`)).toBe("a [secret] b");
  });

  it("treats the characters of a secret as themselves", () => {
    const { mask } = new Masker(["a.b*c(d)+e"]);

    expect(mask("a.b*c(d)+e axbbcd")).toBe("[secret] axbbcd");
  });
});

describe("the strings of properties", () => {
  it("are secret when marked at any depth or under a named key, else clear", () => {
    const properties = { a: new Secret({ b: ["x"] }), env: { c: "y", d: 12345 }, name: "z" };

    expect(stringsOf([properties], ["env"])).toEqual({ secrets: ["x", "y", "12345"], clear: ["z"] });
  });
});
