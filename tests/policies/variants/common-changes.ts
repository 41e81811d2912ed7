import type { Changes } from "./variant.ts";

/** A stack whose pushes the vendors deploy, each half only for its own files. */
export const vendorDeploys: Changes = {
  deploys: "vendor",
  "frontend.ignoreCommand": "git diff --quiet HEAD^ HEAD -- .",
};

/** Release gates that prove what a migration needs. */
export const proven: Changes = { "releaseGates.0.proves": ["backup", "staging"] };

/** One variable with a value of its own on each service, which they do not share then. */
export const eachService = (name: string, api: unknown, worker: unknown, scheduler: unknown): Changes => ({
  [`env.backend.${name}`]: undefined,
  [`env.api.${name}`]: api,
  [`env.worker.${name}`]: worker,
  [`env.scheduler.${name}`]: scheduler,
});
