import { expect, it } from "vitest";
import type { Scene, Step } from "../../../rehearsal/story/scene.ts";
import { tell } from "../../../rehearsal/story/tell.ts";

const secret = "rehearsal-jwt_secret-0123456789abcdef";
const urls = { url: "http://127.0.0.1:1" };
const scene = { world: { render: urls, vercel: urls }, secrets: [secret] } as unknown as Scene;
const step = (title: string, run: () => Promise<string>): Step => ({ title, run });

it("keeps secrets and credentials out of what was seen, of a step that passes and of one that fails", async () => {
  const { steps } = await tell(
    async () => scene,
    [
      step("Pass", async () => `the API said ${secret}`),
      step("Fail", async () => {
        throw new Error(`cannot connect to redis://default:pass@red-1:6379 with ${secret}`);
      }),
      step("Later", async () => "never"),
    ],
    { quiet: true },
  );
  expect(steps.map(({ title, outcome }) => `${title}: ${outcome}`).slice(1)).toEqual([
    "Pass: passed",
    "Fail: failed",
    "Later: skipped",
  ]);
  expect(steps[1]?.fact).toMatch(/^the API said .*redacted/);
  expect(JSON.stringify(steps)).not.toMatch(/0123456789abcdef|default:pass/);
});
