import { z } from "zod";
import type { StackFacts } from "../facts.ts";
import {
  ROLLOUT,
  VERCEL_ALIAS,
  VERCEL_DEPLOYMENT,
  VERCEL_DOMAIN,
  VERCEL_PROJECT,
  VERCEL_SHARED_VARIABLE,
  VERCEL_VARIABLE,
  VERCEL_VARIABLES,
} from "../resource-types.ts";
import type { JudgedResource, WholeSubjects } from "../rule.ts";
import { recordOf } from "./rollouts.ts";

/** What one update is going to change, thing by thing. */
export interface Release {
  /** The app's. */
  readonly name: string;
  /** In the words of an operator: `twin-brains-worker`, `frontend`; undefined where nobody knows what is changed. */
  readonly things: readonly string[] | undefined;
}

const SERVICES = new Set(
  ["WebService", "PrivateService", "StaticSite", "BackgroundWorker", "CronJob", "KeyValue", "Postgres", "EnvGroup"].map(
    (kind) => `render:index:${kind}`,
  ),
);
const FRONTEND = new Set([
  VERCEL_PROJECT,
  VERCEL_DOMAIN,
  VERCEL_VARIABLE,
  VERCEL_VARIABLES,
  VERCEL_SHARED_VARIABLE,
  VERCEL_ALIAS,
]);

/** The whole of a stack as one release; smoke checks and promotions only follow what they are about. */
export const releases: WholeSubjects<Release, unknown> = {
  description: "everything that one update changes",
  types: new Set([...SERVICES, ...FRONTEND, VERCEL_DEPLOYMENT, ROLLOUT]),
  ofStack: (resources, stack) => [{ name: appOf(stack), things: thingsOf(resources) }],
  ofConfig: () => [],
};

const App = z.object({ name: z.string() });

const appOf = ({ section, stack }: StackFacts): string => App.safeParse(section("app")).data?.name ?? stack ?? "stack";

function thingsOf(resources: readonly JudgedResource[]): readonly string[] | undefined {
  const unseen = resources.some(({ operation }) => operation === undefined);
  // The first update makes everything, and breaks nothing that was there.
  if (resources.length > 0 && resources.every(({ operation }) => operation === "create")) return ["everything"];
  const changed = resources.filter(({ operation }) => operation !== undefined && operation !== "same");
  if (changed.length === 0 && unseen) return undefined;
  const of = (belongs: (resource: JudgedResource) => boolean) => changed.filter(belongs);
  const services = of(({ type }) => SERVICES.has(type)).map(nameOf);
  const moved = of(moves);
  // A deployment is made anew by a change of the frontend, and by a step of the rollout.
  const built = moved.length > 0 ? [] : of(({ type }) => type === VERCEL_DEPLOYMENT);
  const frontend = [...of(({ type }) => FRONTEND.has(type)), ...built].length > 0 ? ["frontend"] : [];
  return [...new Set([...services, ...frontend, ...(moved.length > 0 ? ["rollout"] : [])])];
}

/** A rollout is also updated when what it builds is another: only its decision tells whether it moves. */
function moves({ type, properties }: JudgedResource): boolean {
  if (type !== ROLLOUT) return false;
  const { outcome } = recordOf(properties().decision ?? null);
  return outcome === "promote" || outcome === "roll-back" || outcome === "refuse";
}

function nameOf({ name, properties }: JudgedResource): string {
  const { name: ownName } = properties();
  return typeof ownName === "string" ? ownName : name;
}
