/** The flag as Vercel has it: the project's variable of that name for Production. */
export interface Flag {
  readonly id: string;
  /** As written; undefined where Vercel does not show it (a sensitive variable). */
  readonly value: string | undefined;
  readonly targets: readonly string[];
  /** Free text at the variable; holds what a rollback left there (see `hold`). */
  readonly comment: string;
  readonly updatedAt: Date;
}

/** A hold that a rollback left at the flag, so that it is known even where nothing but Vercel can be reached (D8). */
export interface FlagHold {
  readonly percent: number;
  readonly at: Date;
  readonly commit?: string;
  readonly pullRequest?: string;
}

export interface ProductionDeployment {
  readonly id: string;
  /** Host name of its own. */
  readonly url: string;
  readonly createdAt: Date;
  readonly commit: string | undefined;
  readonly state: string;
  /** What was built into it; undefined where nothing tells. */
  readonly percent: number | undefined;
  /** Whether Cutover made it. */
  readonly ours: boolean;
}

/** What users really get, as Vercel's API tells it now. */
export interface Reality {
  /** Of the deployment that serves production; undefined before the first one. */
  readonly production: ProductionDeployment | undefined;
  readonly flag: Flag | undefined;
  readonly hold: FlagHold | undefined;
  /** Whether a new production deployment gets the domains by itself; absent where Vercel does not say. */
  readonly assignsDomains?: boolean;
}

/** Names of the metadata that Cutover gives its deployments. Never secret. */
export const meta = { percent: "cutoverPercent" } as const;

/** The Vercel project of a rollout, seen and changed through Vercel's API. Every call bounds its own time. */
export interface Site {
  reality(signal?: AbortSignal): Promise<Reality>;
  /** What serves production, as its own metadata tells it: also where the flag cannot be read. */
  serving(signal?: AbortSignal): Promise<ProductionDeployment | undefined>;
  /** Makes the flag that value, for Production only; `hold` undefined takes a hold away. */
  setFlag(value: string, hold: FlagHold | undefined, signal?: AbortSignal): Promise<void>;
  removeFlag(signal?: AbortSignal): Promise<void>;
  deployment(id: string, signal?: AbortSignal): Promise<ProductionDeployment | undefined>;
  /** Ready production builds with that percent, the best first: of that commit, then the newest. */
  ready(percent: number, commit: string | undefined, signal?: AbortSignal): Promise<readonly ProductionDeployment[]>;
  /** Gives a ready deployment production's domains and waits until they answer with it. Builds nothing. */
  promote(deploymentId: string, signal?: AbortSignal): Promise<void>;
  /** Builds production's commit once more with that percent, without traffic, and waits until it is ready. */
  build(percent: number, from: ProductionDeployment, signal?: AbortSignal): Promise<ProductionDeployment>;
  /** Lines that production deployments logged in a window. */
  logs(
    window: { readonly from: Date; readonly to: Date },
    signal?: AbortSignal,
  ): Promise<readonly { readonly at: Date; readonly message: string }[]>;
}
