import { type AppTraits, type Commit, Git } from "../../../rehearsal/core/git.ts";

/** A commit of the sample app with these traits. */
export const commit = (traits: AppTraits = {}): Commit =>
  new Git(() => new Date(0)).push("https://github.com/acme/app", "main", "a commit", traits);
