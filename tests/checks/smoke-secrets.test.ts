import { describe, expect, it } from "vitest";
import { curlCommand, secretsOf } from "../../checks/request-text.ts";
import { parseSmokeList, SmokeListError } from "../../checks/smoke-list.ts";

const TOKEN = "value-of-the-token";
const check = (request: object) =>
  JSON.stringify([{ name: "a", url: "https://api.example.com/", request: { method: "POST", ...request } }]);
const requestOf = (request: object, secrets: Record<string, string> = { TOKEN }) => {
  const [parsed] = parseSmokeList(check(request), "the test", secrets);
  if (!parsed) throw new Error("The list is empty");
  return parsed.probe.request;
};

describe("a secret in a smoke check", () => {
  it("is put where it is named, in headers and anywhere in the body", () => {
    const request = requestOf({
      headers: { authorization: { secret: "TOKEN", prefix: "Bearer " }, "x-plain": "1" },
      json: { deep: [{ it: { secret: "TOKEN" } }], secret: 5 },
    });
    expect(request.headers).toEqual({ authorization: `Bearer ${TOKEN}`, "x-plain": "1" });
    expect(request.json).toEqual({ deep: [{ it: TOKEN }], secret: 5 });
  });

  it("is told neither in a command to repeat nor in what an answer repeats, whatever it is named", () => {
    const request = requestOf({
      headers: { "x-visitor": { secret: "TOKEN" } },
      json: { visitor: { secret: "TOKEN" } },
    });
    expect(curlCommand(request)).not.toContain(TOKEN);
    expect(curlCommand(request)).toContain("x-visitor: …");
    expect(secretsOf(request)).toContain(TOKEN);
  });

  it("without a value is a fault of the list that names it", () => {
    expect(() => requestOf({ headers: { authorization: { secret: "TOKEN" } } }, {})).toThrow(
      new SmokeListError("the test", ["no value for the secret TOKEN; give it in CUTOVER_SMOKE_SECRETS"]),
    );
  });
});
