import { z } from "zod";
import { repository } from "./repository.ts";
import { text } from "./text.ts";

/** Where a stack stands. Policies are strictest for `production`. */
const environments = ["production", "staging", "local"] as const;

/** What is deployed, and from where. */
export const app = z
  .strictObject({
    name: text(/^[a-z][a-z0-9-]{0,62}$/, {
      expected: "lower-case letters, digits and -, starting with a letter, at most 63",
      description: "The app's name; resources in the stack's state are named after it",
      examples: ["twin-brains"],
    }),
    environment: z
      .enum(environments)
      .meta({ description: "What this stack is; policies are strictest for production" }),
    repository,
    branch: text(/^(?![-/.])(?!.*(?:\.\.|\/\/|@\{))[^\s~^:?*[\\]+(?<![/.])$/, {
      expected: "the name of a Git branch",
      description: "The branch that this stack deploys",
      examples: ["main"],
    }),
  })
  .meta({ title: "App", description: "What is deployed, and from where" });

/**
 * Who deploys a push. `release`: nobody by themselves; the stack does, when it is told to. `vendor`: Render once the
 * commit's checks have passed, and Vercel at once; the stack declares and verifies (D13).
 */
export const deploys = z.enum(["release", "vendor"]).default("release").meta({
  title: "Deploys",
  description:
    "Who deploys a push to the branch: release (only this stack) or vendor (Render after its checks pass, and Vercel)",
});

/** The Render workspace that owns the services. */
export const render = z
  .strictObject({
    owner: text(/^(?:tea|usr)-[0-9a-z]+$/, {
      expected: "the id of a Render workspace, tea-…",
      description: "The Render workspace that owns the services (Settings → Workspace ID); changing it replaces them",
      examples: ["tea-0123456789abcdefghij"],
    }),
  })
  .meta({ title: "Render", description: "The Render workspace" });

/** The Vercel team that owns the project. */
export const vercel = z
  .strictObject({
    team: text(/^team_[A-Za-z0-9]+$/, {
      expected: "the id of a Vercel team, team_…",
      description: "The Vercel team that owns the project (Settings → General → Team ID)",
      examples: ["team_acmebrains"],
    }),
  })
  .meta({ title: "Vercel", description: "The Vercel team" });

/** What is deployed, and from where. */
export type AppConfig = z.output<typeof app>;
/** Who deploys a push. */
export type Deploys = z.output<typeof deploys>;
