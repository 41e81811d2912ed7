import { describe, expect, it } from "vitest";
import { parseSmokeList } from "../../checks/smoke-list.ts";

const parse = (list: unknown) => parseSmokeList(JSON.stringify(list), "the list");
const url = "https://api.example.com/health";

it("fills in what stack configuration leaves out", () => {
  expect(parse([{ name: "up", url }])).toEqual([
    {
      probe: {
        name: "up",
        request: { url, method: "GET", headers: {} },
        expect: { status: 200, headers: {} },
        timeoutMs: 5000,
      },
      withinMs: 60_000,
      covers: [],
    },
  ]);
});

it("reads durations, the request and what it covers", () => {
  const [check] = parse([
    { name: "up", url, request: { method: "POST", json: [1] }, timeout: "PT1.5S", within: "PT2M", covers: ["api"] },
  ]);
  expect(check).toMatchObject({
    probe: { request: { method: "POST", json: [1] }, timeoutMs: 1500 },
    withinMs: 120_000,
    covers: ["api"],
  });
});

describe("a list that cannot be used is refused with all its faults", () => {
  it.each([
    ["an unknown key", { name: "a", url, expects: {} }, '[0]: Unrecognized key: "expects"'],
    ["another scheme", { name: "a", url: "ftp://a.example" }, "[0].url: expected an http or https URL"],
    [
      "a password",
      { name: "a", url: "https://u:hidden@a.example" },
      "[0].url: expected no user name or password in a URL: send a header",
    ],
    [
      "a redirect",
      { name: "a", url, expect: { status: 308 } },
      "[0].expect.status: expected a final status: a redirect is not a pass (S0.6)",
    ],
    [
      "a body with GET",
      { name: "a", url, request: { json: {} } },
      "[0].request.json: a GET or HEAD request has no body; expected another method, or no json",
    ],
    [
      "a header name with a space",
      { name: "a", url, request: { headers: { "a b": "c" } } },
      "[0].request.headers.a b: expected the name and the value of an HTTP header",
    ],
    [
      "a misspelt schema keyword",
      { name: "a", url, expect: { body: { requird: [] } } },
      '[0].expect.body: expected a JSON Schema: strict mode: unknown keyword: "requird"',
    ],
  ])("%s", (_title, entry, fault) => {
    expect(() => parse([entry])).toThrow(
      `SMOKE_LIST_INVALID: the smoke checks in the list cannot be used:\n  ${fault}`,
    );
  });

  it("names every fault at once, and repeats no value", () => {
    const faulty = [
      { name: "a", url: "https://u:hidden@a.example", timeout: "soon" },
      { name: "a", url },
    ];
    expect(() => parse(faulty)).toThrow(/\[0\]\.url: .*\n {2}\[0\]\.timeout: .*/);
    expect(() => parse(faulty)).not.toThrow(/hidden/);
  });

  it("two checks of one name", () => {
    expect(() =>
      parse([
        { name: "a", url },
        { name: "a", url },
      ]),
    ).toThrow('[1].name: the name "a" is taken');
  });

  it("text that is not JSON", () => {
    expect(() => parseSmokeList("[", "the list")).toThrow("it is not JSON");
  });
});
