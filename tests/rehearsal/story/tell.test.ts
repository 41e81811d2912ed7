import { expect, it } from "vitest";
import type { Scene, Step } from "../../../rehearsal/story/scene.ts";
import { tell } from "../../../rehearsal/story/tell.ts";

const secret = "rehearsal-jwt_secret-0123456789abcdef";
const urls = { url: "http://127.0.0.1:1" };
const scene = { world: { render: urls, vercel: urls }, secrets: [secret] } as unknown as Scene;
const step = (title: string, run: () => Promise<string>): Step => ({ title, run });
const fail = async () => {
  throw new Error("not as it should be");
};

it("keeps secrets and credentials out of what was seen, of a step that passes and of one that fails", async () => {
  const steps = [
    step("Pass", async () => `the API said ${secret}`),
    step("Fail", async () => {
      throw new Error(`cannot connect to redis://default:pass@red-1:6379 with ${secret}`);
    }),
    step("Later", async () => "never"),
  ];
  const told = await tell(async () => scene, [{ steps }], { quiet: true });
  expect(told.steps.map(({ title, outcome }) => `${title}: ${outcome}`).slice(1)).toEqual([
    "Pass: passed",
    "Fail: failed",
    "Later: skipped",
  ]);
  expect(told.steps[1]?.fact).toMatch(/^the API said .*redacted/);
  expect(JSON.stringify(told.steps)).not.toMatch(/0123456789abcdef|default:pass/);
});

it("tells the other chapters when one fails, and gives the first error", async () => {
  const chapters = [
    { title: "one", steps: [step("a", fail), step("b", async () => "never")] },
    { title: "two", steps: [step("c", async () => "seen")] },
  ];
  const { steps, error } = await tell(async () => scene, chapters, { quiet: true });
  expect(steps.slice(1).map(({ chapter, title, outcome }) => `${chapter}, ${title}: ${outcome}`)).toEqual([
    "one, a: failed",
    "one, b: skipped",
    "two, c: passed",
  ]);
  expect(error).toMatchObject({ message: "not as it should be" });
});

it("tells nothing where there is no world", async () => {
  const chapters = [{ title: "one", steps: [step("a", async () => "seen")] }];
  const { steps } = await tell(fail, chapters, { quiet: true });
  expect(steps.map(({ outcome }) => outcome)).toEqual(["failed", "skipped"]);
});

it("begins nothing after an interruption", async () => {
  const interrupt = new AbortController();
  const stop = async () => {
    interrupt.abort();
    return "interrupted";
  };
  const chapters = [
    { title: "one", steps: [step("a", stop)] },
    { title: "two", steps: [step("b", async () => "never")] },
  ];
  const { steps } = await tell(async () => scene, chapters, { quiet: true, signal: interrupt.signal });
  expect(steps.slice(1).map(({ outcome }) => outcome)).toEqual(["passed", "failed"]);
});

it("tells as many chapters at once as there are worlds, each in one of its own", async () => {
  const both = Promise.withResolvers<void>();
  let begun = 0;
  const meet = step("meet", async () => {
    begun += 1;
    if (begun === 2) both.resolve();
    await both.promise;
    return "met";
  });
  const scenes = new Set<Scene>();
  const look: Step = {
    title: "look",
    async run(own) {
      expect(begun).toBe(2);
      scenes.add(own);
      return "seen";
    },
  };
  const ended: string[] = [];
  const chapters = ["one", "two"].map((title) => ({
    ...{ title, steps: [meet, look] },
    ended: () => void ended.push(title),
  }));
  const { steps, error } = await tell(async () => ({ ...scene }), chapters, { quiet: true, worlds: 2 });
  expect(error).toBeUndefined();
  expect(steps.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 6 }, () => "passed"));
  expect(scenes.size).toBe(2);
  expect(ended.sort()).toEqual(["one", "two"]);
});
