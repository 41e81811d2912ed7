import { expectSame, type Scene, Unexpected } from "../../story/scene.ts";
import type { Deployment, Project } from "../../vercel/entities.ts";

/** What Vercel serves to users, from its own books and not from what Cutover says. */
export interface Production {
  readonly deployment: Deployment;
  /** Compiled in. */
  readonly percent: number;
}

/** @throws Unexpected when nothing serves production */
export function productionOf(scene: Pick<Scene, "world">): Production {
  const deployment = scene.world.vercel.store.deployments.get(projectOf(scene).production ?? "");
  if (!deployment) throw new Unexpected("no deployment serves production; expected one");
  return { deployment, percent: percentOf(deployment) };
}

/** The percent that was built into a deployment. */
export const percentOf = ({ env }: Deployment): number => Number.parseInt(env.V2_ROLLOUT_PERCENT ?? "0", 10);

/** The newest production build with 0 % that does not serve and is ready to. @throws Unexpected when there is none */
export function twinOf(scene: Scene): Deployment {
  const { deployment } = productionOf(scene);
  const twin = [...scene.world.vercel.store.deployments.values()].findLast(
    (one) => one.target === "production" && one.state === "READY" && one.id !== deployment.id && percentOf(one) === 0,
  );
  if (!twin) throw new Unexpected("no build with 0 % stands ready; expected the zero twin");
  return twin;
}

/** The flag as the project has it now; undefined where it has none. */
export const flagOf = (scene: Scene): string | undefined =>
  [...projectOf(scene).env.values()].find(({ key }) => key === "V2_ROLLOUT_PERCENT")?.value;

/** How many deployments there are: nothing was built while it stays the same. */
export const builds = ({ world }: Scene): number => world.vercel.store.deployments.size;

/** Insists on what is built into the deployment that users meet. */
export function expectUsersGet(scene: Scene, percent: number): Production {
  const production = productionOf(scene);
  expectSame("percent built into the deployment that serves production", production.percent, percent);
  return production;
}

export function projectOf({ world }: Pick<Scene, "world">): Project {
  const [project] = world.vercel.store.projects.values();
  if (!project) throw new Unexpected("there is no project at Vercel; expected one");
  return project;
}

/** Everything about production that a refused change must leave as it is. */
export function frozen(scene: Scene): string {
  const { deployment, percent } = productionOf(scene);
  const flag = flagOf(scene) ?? "not set";
  return `${deployment.id} with ${percent} %, flag ${flag}, ${builds(scene)} deployments`;
}
