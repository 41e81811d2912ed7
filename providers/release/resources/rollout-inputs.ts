import { z } from "zod";
import { criterion, gate } from "../../../config/rollout/gate.ts";
import { rolloutFields } from "../../../config/rollout/rollout.ts";
import type { Position } from "../../../release/evidence/evidence.ts";
import { basisDigest } from "../../../release/ladder/digest.ts";
import type { Declaration } from "../../../release/ladder/ladder.ts";
import { settled } from "../../../release/ladder/positions.ts";

const { flag, percent, ladder, legacy, routing, minSamples, watchEvery } = rolloutFields.shape;
const name = (what: string) => z.string().min(1).describe(what);
const service = name("Its name at Render.");

/** What the provider adds: never given by a program. */
const added = {
  decision: z
    .strictObject({
      outcome: z.enum(["hold", "promote", "refuse", "roll-back"]),
      reasons: z.array(z.string()).describe("Why it is refused, without figures and times; else empty."),
      codes: z.array(z.string()).default([]).describe("A code for each of the reasons, in their order."),
    })
    .optional()
    .describe("What the change of the percent comes to, for policies. Added by the provider; never a difference."),
  observedFlag: z.string().optional().describe("What the flag has at Vercel where that is not what users get."),
  unrecorded: z.string().optional().describe("What the evidence does not say yet; the next update records it."),
};

export const RolloutInputs = z.strictObject({
  teamId: name("Vercel team, `team_…`; left out, the token's own account.").optional(),
  projectId: name("Vercel project, `prj_…`."),
  flag,
  percent,
  ladder,
  legacy,
  routing,
  gates: z.array(gate).default([]).describe("What has to be true before the next step, sets of gates written out."),
  rollbackWhen: z.array(criterion).default([]).describe("What rolls back by itself."),
  minSamples,
  watchEvery,
  subject: z
    .strictObject({
      project: name("Name of the Vercel project: evidence is kept under it."),
      owner: name("Render workspace, `tea-…`.").optional(),
      services: z
        .strictObject({ api: service.optional(), worker: service.optional(), scheduler: service.optional() })
        .default({})
        .describe("Names of the services at Render."),
      domain: name("First domain of the frontend.").optional(),
      api: name("Address of the API, `https://…`.").optional(),
    })
    .describe("What the evidence is about."),
  builtFrom: z
    .string()
    .optional()
    .describe("Digest of what else is built into a deployment; a change ships the branch."),
  migrations: z
    .array(z.string())
    .optional()
    .describe("Commands that run before the backend's deploys. A raise that changes them is refused."),
  ...added,
});
export type RolloutInputs = z.output<typeof RolloutInputs>;

export const RolloutState = z.object({
  granted: z.int().describe("The percent that may be built and promoted: what everything else takes."),
  percent: z.int().optional().describe("What users really get; absent where nothing tells."),
  step: z.string().describe("The step of the ladder, such as `10 %` or `deprecated`."),
  since: z.string().describe("When its dwell began, ISO 8601, by the evidence database's clock; empty where unknown."),
  evidenceDigest: z.string().describe("sha256 of the evidence that the last promotion rests on; empty before one."),
  commit: z.string().describe("What is built: pinned when the percent changes, empty for the branch's newest."),
  productionId: z.string().describe("The deployment that serves production, `dpl_…`; empty before the first."),
  productionCommit: z.string().describe("Its commit; empty where it has none."),
  hold: z.string().describe("What a rollback left at the flag; empty where nothing is held."),
  retired: z.boolean().describe("Whether the flag is gone for good."),
});
export type RolloutState = z.output<typeof RolloutState>;

/** Names that only the provider gives. */
export const addedInputs = Object.keys(added) as (keyof typeof added)[];

/** Where inputs say that the rollout stands. */
export const positionOf = ({ percent: of, legacy: { state } }: RolloutInputs): Position =>
  settled({ percent: of, legacy: state });

/** What is judged by: the inputs without what is only about the place. */
export function declarationOf(inputs: RolloutInputs): Declaration {
  const { flag: key, percent: of, ladder: steps, legacy: life, routing: share, minSamples: least } = inputs;
  return {
    ...{ flag: key, percent: of, ladder: steps, legacy: life, minSamples: least, watchEvery: inputs.watchEvery },
    ...(share === undefined ? {} : { routing: share }),
    gates: inputs.gates,
    rollbackWhen: inputs.rollbackWhen,
  };
}

/** Digest of all that a judgement rests on: what is declared, and what its gates look at. With an edit the dwell begins anew. */
export const judgedByDigest = (inputs: RolloutInputs): string => basisDigest(declarationOf(inputs), inputs.subject);
