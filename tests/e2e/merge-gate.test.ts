import { afterAll, beforeAll, expect, it } from "vitest";
import { openRehearsal, type Rehearsal } from "../../rehearsal/open.ts";
import { pullRequest } from "../../rehearsal/story/pull-request.ts";
import type { Scene } from "../../rehearsal/story/scene.ts";
import { project } from "./support/world.ts";

let rehearsal: Rehearsal;
let scene: Scene;

beforeAll(async () => {
  rehearsal = await openRehearsal({ project, stack: "prod" });
  scene = { ...rehearsal, stack: "prod", said: [] };
});
afterAll(() => rehearsal?.close());

for (const { title, run } of pullRequest)
  it(title, async () => {
    expect(await run(scene)).not.toBe("");
    expect(rehearsal.world.unanswered()).toEqual([]);
  });
