import * as pulumi from "@pulumi/pulumi";
import type { Declaration } from "../../../release/ladder/ladder.ts";

const TOKEN = "release:index:Rollout";

/** Inputs of `Rollout`: what is declared, as plain values, and where. The schema in `../resources/rollout-inputs.ts` checks them. */
export interface RolloutArgs extends Declaration {
  /** Vercel team, `team_…`. Default: the token's own account. */
  teamId?: string;
  /** Vercel project, `prj_…`. A change replaces the rollout. */
  projectId: pulumi.Input<string>;
  /** What the evidence is about: names that exist before anything is deployed. */
  subject: {
    /** Of the Vercel project: evidence is kept under it. */
    project: string;
    /** Render workspace, `tea-…`. */
    owner?: string;
    services?: { api?: string; worker?: string; scheduler?: string };
    /** First domain of the frontend. */
    domain?: string;
  };
  /** Digest of what else is built into a deployment: when it changes, the branch's newest commit is shipped. */
  builtFrom?: pulumi.Input<string>;
  /** Commands that run before the backend's deploys: a raise that changes them is refused. */
  migrations?: readonly string[];
}

const outputs = [
  "granted",
  "step",
  "since",
  "evidenceDigest",
  "commit",
  "productionId",
  "productionCommit",
  "hold",
  "retired",
];

/**
 * A gradual rollout by percentage: the flag at Vercel, and the judgement over each change of the percent. Everything that
 * depends on the percent takes `granted`, never what the program declares.
 *
 * @example
 * const judged = new Rollout("rollout", { ...declarationOf(config.rollout), teamId, projectId, subject: { project: "twin-brains" } });
 * new Deployment("deployment", { …, environment: { V2_ROLLOUT_PERCENT: pulumi.interpolate`${judged.granted}` } });
 */
export class Rollout extends pulumi.CustomResource {
  /** The percent that may be built and promoted. */
  declare readonly granted: pulumi.Output<number>;
  /** What users really get; undefined where nothing tells. */
  declare readonly percent: pulumi.Output<number | undefined>;
  /** `10 %`, `deprecated`. */
  declare readonly step: pulumi.Output<string>;
  /** When the step's dwell began, ISO 8601; empty where the evidence does not tell. */
  declare readonly since: pulumi.Output<string>;
  /** sha256 of the evidence that the last promotion rests on; empty before one. */
  declare readonly evidenceDigest: pulumi.Output<string>;
  /** What is built: pinned when the percent changes, empty for the branch's newest commit. */
  declare readonly commit: pulumi.Output<string>;
  declare readonly productionId: pulumi.Output<string>;
  declare readonly productionCommit: pulumi.Output<string>;
  /** What a rollback left at the flag; empty where nothing is held. */
  declare readonly hold: pulumi.Output<string>;
  /** Whether the flag is gone for good. */
  declare readonly retired: pulumi.Output<boolean>;

  constructor(name: string, args: RolloutArgs, opts?: pulumi.CustomResourceOptions) {
    super(TOKEN, name, { ...Object.fromEntries(outputs.map((output) => [output, undefined])), ...args }, opts);
  }
}
