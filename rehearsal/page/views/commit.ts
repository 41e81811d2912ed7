import type { Commit } from "../../core/git.ts";
import type { Cell } from "./view.ts";

/** A commit by its short id and first line, and what is special about the app that is built from it. */
export function commitCell(commit: Commit | undefined): Cell {
  if (!commit) return { text: "–" };
  const traits = Object.entries(commit.app).map(([name, value]) =>
    typeof value === "object" ? name : `${name}: ${value}`,
  );
  const [message = ""] = commit.message.split("\n");
  return { code: commit.sha.slice(0, 7), sub: [message.slice(0, 60), ...traits].join(" · ") };
}
