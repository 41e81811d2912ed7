import { expect, it } from "vitest";
import { storyLines } from "../../../rehearsal/story/story-lines.ts";

it("keeps commands and what they printed, but not what they printed for programs", () => {
  const heard = ["$ pulumi preview --json", "{", '"steps": []', "}", "$ pulumi up", "  + api created"];
  expect(storyLines(heard, [])).toEqual(["$ pulumi preview --json", "$ pulumi up", "  + api created"]);
});

it("takes secrets and escape sequences out", () => {
  const esc = String.fromCharCode(27);
  expect(storyLines([`${esc}[31mkey is hush-hush-1${esc}[0m`], ["hush-hush-1"])).toEqual(["key is [redacted]"]);
});

it("keeps the beginning and the end of a long step, and says what is missing", () => {
  const kept = storyLines(
    Array.from({ length: 1000 }, (_, index) => `line ${index}`),
    [],
  );
  expect([kept[0], kept[60], kept.at(-1)]).toEqual(["line 0", "… 700 lines left out …", "line 999"]);
  expect(kept).toHaveLength(301);
});
