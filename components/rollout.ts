import * as pulumi from "@pulumi/pulumi";
import { Deployment } from "@pulumiverse/vercel/deployment.js";
import type { Deploys } from "../config/app.ts";
import type { RolloutConfig } from "../config/rollout/rollout.ts";
import type { SmokeCheck } from "../config/smoke-checks.ts";
import { Promotion } from "../providers/release/sdk/promotion.ts";
import { ProtectionBypass } from "../providers/release/sdk/protection-bypass.ts";
import { type RolloutArgs as JudgedArgs, Rollout as JudgedRollout } from "../providers/release/sdk/rollout.ts";
import { declarationOf } from "../release/gate-sets/declaration.ts";
import { PostDeploy } from "./post-deploy.ts";

export interface RolloutArgs {
  team: string;
  projectId: pulumi.Input<string>;
  /** Branch that is built. */
  branch: string;
  deploys: Deploys;
  /** Without one there is no flag, and a deployment reaches all users at once. */
  rollout: RolloutConfig | undefined;
  /** What the evidence is about. */
  subject: JudgedArgs["subject"];
  /** Commands that migrate before the backend's deploys: they do not change together with a raise. */
  migrations: readonly string[];
  /** Digest of whatever else is built into the deployment; when it changes, a new one is made. Not secret. */
  builtFrom: pulumi.Input<string>;
  /** Of the frontend; they run against a staged deployment's own address before users get it. */
  checks: readonly SmokeCheck[];
  /** The stack's secrets, for the checks. */
  secrets: Readonly<Record<string, pulumi.Output<string>>>;
}

/** The metadata by which everybody tells what was built into a deployment. */
const builtPercent = "cutoverPercent";

/**
 * What users get: a deployment, with a rollout one that was built with the percent that was granted (S2.3).
 *
 * Where the stack alone deploys, a deployment takes no traffic until its checks have passed and it is promoted; beside it
 * stands the zero twin, the same commit built with 0, so that a rollback is no build. Where the vendors deploy pushes, they
 * give each production deployment its users at once, so there is neither. Replaced deployments stay at Vercel.
 *
 * @example
 * new Rollout("rollout", { team, projectId: site.projectId, branch: "main", deploys: "release", rollout, … });
 */
export class Rollout extends pulumi.ComponentResource {
  /** The percent that users get; undefined without a flag. */
  declare readonly percent: pulumi.Output<number> | undefined;
  /** The deployment that users get. */
  declare readonly deploymentId: pulumi.Output<string>;

  constructor(name: string, args: RolloutArgs, opts?: pulumi.ComponentResourceOptions) {
    super("cutover:index:Rollout", name, {}, opts);
    const { rollout, deploys } = args;
    const got = !rollout
      ? this.#plain(args)
      : deploys === "vendor"
        ? this.#open(rollout, args)
        : this.#staged(rollout, args);

    this.percent = got.percent;
    this.deploymentId = got.deploymentId;
    this.registerOutputs({ percent: this.percent, deploymentId: this.deploymentId });
  }

  /** Without a flag: one deployment, for all users at once. */
  #plain({ team: teamId, projectId, branch: ref, builtFrom }: RolloutArgs): Got {
    const { id } = this.#deploy("deployment", { teamId, projectId, ref, builtFrom }, {});
    return { deploymentId: id };
  }

  /** Vercel gives a production deployment its users as soon as it is built. */
  #open(rollout: RolloutConfig, args: RolloutArgs): Got {
    const { judged, source } = this.#judged(rollout, args);
    const { id, meta } = this.#deploy("deployment", source, builtWith(rollout.flag, judged, judged.granted), [judged]);
    return { deploymentId: id, percent: meta.apply((said) => Number(said[builtPercent])) };
  }

  /** A deployment is checked on its own address before users get it; the zero twin is, too. */
  #staged(rollout: RolloutConfig, args: RolloutArgs): Got {
    const { team: teamId, projectId, subject, checks } = args;
    const { flag, percent, legacy } = rollout;
    const { judged, source } = this.#judged(rollout, args);
    const deploy = (name: string, value: pulumi.Input<number>) =>
      this.#deploy(name, source, builtWith(flag, judged, value), [judged]);
    const twin = legacy.state === "retired" ? undefined : deploy("zero-twin", 0);
    const above = percent > 0 ? deploy("deployment", judged.granted) : undefined;
    const next = above ?? twin;
    if (!next) throw new Error("Failed to declare a deployment: what is retired stands at 100 %");

    const bypass =
      checks.length > 0 ? new ProtectionBypass("bypass", { teamId, projectId }, { parent: this }).secret : undefined;
    // Each by itself: on the way down nothing is built, so no check runs that could keep users from the twin (S2.10).
    const checked = [
      ...(twin ? [this.#check("zero-twin", twin, args, bypass)] : []),
      ...(above ? [this.#check("staged", above, args, bypass)] : []),
    ];
    const promotion = new Promotion(
      "promotion",
      { teamId, projectId, project: subject.project, flag, deploymentId: next.id, percent: judged.granted },
      { parent: this, dependsOn: twin ? [...checked, twin] : checked },
    );
    return { deploymentId: promotion.deploymentId, percent: promotion.percent };
  }

  /** The rollout's own judgement, and what is built by it: the pinned commit, else the branch's newest. */
  #judged(rollout: RolloutConfig, { team: teamId, projectId, branch, builtFrom, ...args }: RolloutArgs) {
    const { subject, migrations } = args;
    const declared = { ...declarationOf(rollout), teamId, projectId, subject, builtFrom, migrations };
    const judged = new JudgedRollout(rollout.flag, declared, { parent: this });
    const ref = judged.commit.apply((commit) => commit || branch);
    return { judged, source: { teamId, projectId, ref, builtFrom } };
  }

  #check(name: string, { id, url }: Deployment, { checks, secrets }: RolloutArgs, bypass?: pulumi.Output<string>) {
    const passing = bypass ? { bypass } : {};
    const address = pulumi.interpolate`https://${url}`;
    return new PostDeploy(name, { checks, url: address, covers: [id], secrets, ...passing }, { parent: this });
  }

  /** A production deployment, replaced when anything built into it changes. */
  #deploy(name: string, { builtFrom, ...source }: Source, built: Built, dependsOn: pulumi.Resource[] = []): Deployment {
    return new Deployment(
      name,
      { ...source, ...built, production: true },
      { parent: this, dependsOn, replacementTrigger: pulumi.output(builtFrom) },
    );
  }
}

interface Got {
  readonly deploymentId: pulumi.Output<string>;
  readonly percent?: pulumi.Output<number>;
}

interface Source {
  readonly teamId: string;
  readonly projectId: pulumi.Input<string>;
  readonly ref: pulumi.Input<string>;
  readonly builtFrom: pulumi.Input<string>;
}

interface Built {
  readonly environment?: pulumi.Input<Record<string, string>>;
  readonly meta?: Record<string, pulumi.Input<string>>;
}

/** The deployment's own value goes before the project's variable, which may be another step's by then. */
function builtWith(flag: string, { retired }: JudgedRollout, percent: pulumi.Input<number>): Built {
  const environment = pulumi
    .all([percent, retired])
    .apply(([value, gone]): Record<string, string> => (gone ? {} : { [flag]: `${value}` }));
  return { environment, meta: { [builtPercent]: pulumi.interpolate`${percent}` } };
}
