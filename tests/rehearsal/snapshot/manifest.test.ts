import { expect, it } from "vitest";
import { format, type Manifest, manifestOf } from "../../../rehearsal/snapshot/manifest.ts";

const manifest: Manifest = {
  ...{ format, name: "ten", stack: "prod", takenAt: "2026-11-21T10:00:00.000Z", worldTime: "2026-11-22T10:00:00.000Z" },
  madeFor: { repository: "https://github.com/acme-brains/twin-brains", owner: "tea-1", team: "team_1" },
  parts: ["clock"],
};

it("reads what this version wrote", () => {
  expect(manifestOf(JSON.stringify(manifest), "ten")).toEqual(manifest);
});

it("refuses another version's, saying which it is and what to do", () => {
  const newer = JSON.stringify({ ...manifest, format: format + 1, parts: undefined });
  expect(() => manifestOf(newer, "ten")).toThrow(
    `SNAPSHOT_FORMAT: the snapshot ten is of format ${format + 1}; this version of Cutover reads format ${format}\n  fix: npx cutover rehearse snapshot ten --replace`,
  );
});

it.each(["", "{", "[]", JSON.stringify({ format })])("takes %j for damaged", (text) => {
  expect(() => manifestOf(text, "ten")).toThrow("SNAPSHOT_UNREADABLE: the snapshot ten is damaged");
});
