import type { Deployment, Project } from "../../vercel/entities.ts";
import type { VercelWorld } from "../../vercel/vercel.ts";
import { commitCell } from "./commit.ts";
import { shown, trail } from "./moments.ts";
import type { PartView, Section, Status, Tile } from "./view.ts";

/** Vercel's projects: deployments, the names that lead to them, variables' names, build and run logs. */
export function vercelView({ store }: VercelWorld, hide: (text: string) => string): PartView {
  const projects = [...store.projects.values()];
  const deployments = [...store.deployments.values()].toReversed();
  const building = deployments.filter(({ state }) => isBuilding(state));
  const failed = projects.filter((project) => newestOf(project, deployments)?.state === "ERROR");
  return {
    tiles: projects.slice(0, 2).map((project) => tileOf(project, deployments)),
    sections: [
      deploymentsSection(deployments, projects),
      aliasesSection(store.aliases.values().toArray(), deployments),
      envSection(projects),
      logsSection(deployments, hide),
    ],
    problems: failed.map(({ name }) => `The newest production deployment of ${name} failed.`),
    underWay: building.map(({ name, state }) => `A deployment of ${name} is ${state}.`),
  };
}

const isBuilding = (state: Deployment["state"]) => ["QUEUED", "INITIALIZING", "BUILDING"].includes(state);
const iso = (ms: number) => new Date(ms).toISOString();
const newestOf = (project: Project, newestFirst: readonly Deployment[]) =>
  newestFirst.find(({ projectId, target }) => projectId === project.id && target === "production");

function tileOf(project: Project, newestFirst: readonly Deployment[]): Tile {
  const serving = newestFirst.find(({ id }) => id === project.production);
  const own = newestFirst.filter(({ projectId }) => projectId === project.id);
  const failed = newestOf(project, newestFirst)?.state === "ERROR";
  const tone = failed ? "bad" : own.some(({ state }) => isBuilding(state)) ? "busy" : serving ? "good" : "still";
  return {
    title: `${project.name} in production`,
    value: serving ? serving.commit.sha.slice(0, 7) : "nothing yet",
    note: `${own.length} deployments${serving ? builtPercent(serving) : ""}`,
    tone,
  };
}

function statusOf(
  { state, id }: Deployment,
  serving: ReadonlySet<string | undefined>,
  twins: ReadonlySet<string>,
): Status {
  if (isBuilding(state)) return { tone: "busy", word: state.toLowerCase() };
  if (state === "READY" && serving.has(id)) return { tone: "good", word: "production" };
  if (state === "READY") return { tone: "still", word: twins.has(id) ? "zero twin" : "ready" };
  return { tone: state === "ERROR" ? "bad" : "still", word: state.toLowerCase() };
}

/** The share of users on the new version that Cutover built into a deployment, as its metadata says. */
const percentOf = ({ meta }: Deployment): string | undefined => meta.cutoverPercent;
const builtPercent = (deployment: Deployment): string => {
  const percent = percentOf(deployment);
  return percent === undefined ? "" : `, ${percent} % built in`;
};

/** Of each project the newest build with 0 % that production does not have, for which a rollback needs no build (D7). */
function zeroTwins(newestFirst: readonly Deployment[], serving: ReadonlySet<string | undefined>): Set<string> {
  const ready = newestFirst.filter((one) => one.state === "READY" && percentOf(one) === "0" && !serving.has(one.id));
  return new Set(
    [...Map.groupBy(ready, ({ projectId }) => projectId).values()].flatMap(([newest]) => newest?.id ?? []),
  );
}

function deploymentsSection(deployments: readonly Deployment[], projects: readonly Project[]): Section {
  const serving = new Set(projects.map(({ production }) => production));
  const twins = zeroTwins(deployments, serving);
  const states = ({ createdAt, initialisedAt, buildingAt, readyAt, state }: Deployment) =>
    trail(
      [
        { status: "queued", at: createdAt },
        { status: "initializing", at: initialisedAt },
        { status: "building", at: buildingAt },
        { status: state.toLowerCase(), at: readyAt },
      ].flatMap(({ status, at }) => (at === undefined ? [] : [{ status, at }])),
    );
  const rows = deployments.slice(0, shown.deploys).map((deployment) => [
    { time: iso(deployment.createdAt) },
    {
      text: deployment.name,
      sub: `${deployment.target}${deployment.staged ? ", staged" : ""}${builtPercent(deployment)}`,
    },
    { status: statusOf(deployment, serving, twins), sub: states(deployment) },
    commitCell(deployment.commit),
  ]);
  return {
    id: "deployments",
    title: "Vercel deployments",
    column: "side",
    empty: "No deployment yet: pulumi up makes them.",
    content: { kind: "table", columns: ["Time", "Project", "Status", "Commit"], rows },
  };
}

function aliasesSection(
  aliases: readonly { alias: string; deploymentId: string; updatedAt: number }[],
  deployments: readonly Deployment[],
): Section {
  const rows = aliases.map(({ alias, deploymentId, updatedAt }) => [
    { code: alias },
    { code: deployments.find(({ id }) => id === deploymentId)?.commit.sha.slice(0, 7) ?? deploymentId },
    { time: iso(updatedAt) },
  ]);
  return {
    id: "aliases",
    title: "Host names at Vercel",
    column: "side",
    empty: "No name leads to a deployment yet.",
    content: { kind: "table", columns: ["Name", "Leads to", "Since"], rows },
  };
}

function envSection(projects: readonly Project[]): Section {
  const folds = projects.map(({ id, name, env }) => ({
    id: `env-${id}`,
    title: name,
    note: `${env.size} variables`,
    body: {
      kind: "names" as const,
      names: [...env.values()].map(({ key, target, type }) => ({ name: key, note: `${target.join(", ")}; ${type}` })),
    },
  }));
  return {
    id: "vercel-env",
    title: "Environment at Vercel, values masked",
    column: "side",
    empty: "No variable yet.",
    content: { kind: "folds", folds },
  };
}

function logsSection(deployments: readonly Deployment[], hide: (text: string) => string): Section {
  const folds = deployments.slice(0, 4).map(({ id, name, url, buildLog, runtimeLog }) => {
    const built = buildLog.map(
      ({ at, type, text }) => ({ at, level: type === "stderr" ? "error" : "info", text }) as const,
    );
    const ran = runtimeLog.map(({ at, level, method, path, status, message }) => ({
      ...{ at, level },
      text: `${method ? `${method} ${path} ${status}  ` : ""}${message}`,
    }));
    const all = [...built, ...ran];
    const lines = all.slice(-shown.lines).map(({ at, level, text }) => ({ time: iso(at), level, text: hide(text) }));
    const note = all.length > lines.length ? `newest ${lines.length} of ${all.length} lines` : `${all.length} lines`;
    return {
      id: `log-${id}`,
      title: `${name} ${url.split(".")[0] ?? ""}`,
      note,
      body: { kind: "lines" as const, lines },
    };
  });
  return {
    id: "deployment-logs",
    title: "Logs of the newest deployments",
    column: "wide",
    empty: "Nothing has been logged yet.",
    content: { kind: "folds", folds },
  };
}
