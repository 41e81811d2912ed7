import { deploymentAnswer } from "../../../../rehearsal/vercel/deployment-answer.ts";
import type { Deployment } from "../../../../rehearsal/vercel/entities.ts";
import { changeEnv, putEnv } from "../../../../rehearsal/vercel/env-variables.ts";
import { DeploymentAnswer, deploymentFrom } from "../../../../release/site/deployment.ts";
import { commentWith, holdIn } from "../../../../release/site/flag-hold.ts";
import { type Flag, meta, type ProductionDeployment, type Site } from "../../../../release/site/site.ts";
import { flagName, type Vercel } from "./vercel.ts";

/**
 * The site of a rollout straight on the emulator's parts: what `openSite` does over HTTP, without the time that
 * takes. It reads deployments and holds with the product's own code.
 */
export function quickSite(vercel: Vercel): Site {
  const { store, project, traffic } = vercel;
  const told = (deployment: Deployment): ProductionDeployment =>
    deploymentFrom(DeploymentAnswer.parse(deploymentAnswer(store, deployment)), flagOf(vercel));
  const at = (id: string | undefined) => {
    const deployment = store.deployments.get(id ?? "");
    return deployment && told(deployment);
  };
  return {
    async reality() {
      const flag = flagOf(vercel);
      const hold = flag && holdIn(flag.comment, flag.updatedAt);
      return { production: at(project.production), flag, hold, assignsDomains: false };
    },
    serving: async () => at(project.production),
    async setFlag(value, hold) {
      const there = variableOf(vercel);
      const comment = commentWith(there?.comment ?? "", hold);
      if (there?.value === value && there.comment === comment) return;
      const fields = { value, type: "plain" as const, target: ["production" as const], comment };
      if (there) changeEnv(store, project, there, fields);
      else putEnv(store, project, { key: flagName, ...fields }, false);
    },
    async removeFlag() {
      project.env.delete(variableOf(vercel)?.id ?? "");
    },
    deployment: async (id) => at(id),
    async ready(percent, commit) {
      const all = store
        .deploymentsOf(project)
        .filter(({ state, target }) => state === "READY" && target === "production");
      const right = all.map(told).filter((one) => one.percent === percent);
      return right.toReversed().sort((a, b) => Number(b.commit === commit) - Number(a.commit === commit));
    },
    async promote(id) {
      const deployment = store.deployments.get(id);
      if (!deployment) throw new Error(`there is no deployment ${id}`);
      traffic.promote(project, deployment);
    },
    async build(percent, from) {
      const original = store.deployments.get(from.id);
      if (!original) throw new Error(`there is no deployment ${from.id}`);
      const built = vercel.build(original.commit, { [flagName]: `${percent}` }, { [meta.percent]: `${percent}` });
      await vercel.ended(built);
      if (built.state !== "READY") throw new Error(`the deployment ${built.id} ended as ${built.state}`);
      return told(built);
    },
    logs: async () => [],
  };
}

const variableOf = ({ project }: Vercel) =>
  [...project.env.values()].find(({ key, target }) => key === flagName && target.includes("production"));

function flagOf(vercel: Vercel): Flag | undefined {
  const found = variableOf(vercel);
  if (!found) return undefined;
  const { id, value, target, comment = "", updatedAt } = found;
  return { id, value, targets: target, comment, updatedAt: new Date(updatedAt) };
}
