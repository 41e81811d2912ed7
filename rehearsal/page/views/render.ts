import { type Deploy, isRunning } from "../../render/entities/deploy.ts";
import { hostOf, type Service } from "../../render/entities/service.ts";
import { traitsOf } from "../../render/entities/service-type.ts";
import type { RenderState } from "../../render/entities/state.ts";
import type { RenderWorld } from "../../render/render.ts";
import { commitCell } from "./commit.ts";
import { isoOf, momentTrail, shown } from "./moments.ts";
import type { Cell, PartView, Section, Status, Tile } from "./view.ts";

/** Render's services: how they stand, their deploys, their variables' names and their logs. */
export function renderView({ state }: RenderWorld, hide: (text: string) => string): PartView {
  const services = [...state.services.values()];
  const deploys = [...state.deploys.values()].toSorted((one, other) => other.sequence - one.sequence);
  const newest = new Map(deploys.toReversed().map((deploy) => [deploy.serviceId, deploy]));
  const failed = services.filter(({ id }) => hasFailed(newest.get(id)));
  const running = deploys.filter(isRunning);
  return {
    tiles: [tileOf(services, failed, running, state)],
    sections: [
      servicesSection(services, newest, state),
      deploysSection(deploys, state),
      envSection([...services, ...state.envGroups.values()]),
      logsSection(services, state, hide),
    ],
    problems: failed.map(({ id, name }) => `The newest deploy of ${name} ended in ${newest.get(id)?.status}.`),
    underWay: running.map(({ serviceId, status }) => `${nameOf(state, serviceId)} is being deployed: ${status}.`),
  };
}

const nameOf = (state: RenderState, serviceId: string) => state.services.get(serviceId)?.name ?? serviceId;
const hasFailed = (deploy: Deploy | undefined) => deploy?.status.endsWith("_failed") ?? false;

function tileOf(
  services: readonly Service[],
  failed: readonly Service[],
  running: readonly Deploy[],
  state: RenderState,
): Tile {
  const live = services.filter((service) => service.liveDeployId && !service.suspended).length;
  const notes = [
    `${state.deploys.size} deploys`,
    ...(running.length > 0 ? [`${running.length} under way`] : []),
    ...(failed.length > 0 ? [`${failed.length} failed`] : []),
  ];
  const calm = services.length === 0 ? "still" : "good";
  const tone = failed.length > 0 ? "bad" : running.length > 0 ? "busy" : calm;
  return { title: "Services live", value: `${live} of ${services.length}`, note: notes.join(", "), tone };
}

function serviceStatus(service: Service, newest: Deploy | undefined): Status {
  if (service.suspended) return { tone: "still", word: "suspended" };
  if (newest && isRunning(newest)) return { tone: "busy", word: "deploying" };
  if (hasFailed(newest)) return { tone: "bad", word: service.liveDeployId ? "newest failed" : "failed" };
  return service.liveDeployId ? { tone: "good", word: "live" } : { tone: "still", word: "not deployed" };
}

function servicesSection(
  services: readonly Service[],
  newest: ReadonlyMap<string, Deploy>,
  state: RenderState,
): Section {
  const address = (service: Service): Cell =>
    traitsOf(service.type).process === "runs"
      ? { code: service.settings.schedule ?? "", sub: "schedule, UTC" }
      : traitsOf(service.type).short === "web" || traitsOf(service.type).short === "static"
        ? { code: hostOf(service) }
        : { sub: "no public address" };
  const rows = services.map((service) => [
    { text: service.name, sub: service.type.replaceAll("_", " ") },
    {
      status: serviceStatus(service, newest.get(service.id)),
      ...(hasFailed(newest.get(service.id)) && service.liveDeployId ? { sub: "the one before is live" } : {}),
    },
    commitCell(state.deploys.get(service.liveDeployId ?? "")?.commit),
    address(service),
  ]);
  return {
    id: "services",
    title: "Render services",
    column: "main",
    empty: "No service yet: pulumi up makes them.",
    content: { kind: "table", columns: ["Service", "Status", "Live commit", "Address"], rows },
  };
}

function deployStatus(deploy: Deploy): Status {
  const word = deploy.status.replaceAll("_", " ");
  if (isRunning(deploy)) return { tone: "busy", word };
  if (deploy.status === "live") return { tone: "good", word };
  return { tone: hasFailed(deploy) ? "bad" : "still", word };
}

function deploysSection(deploys: readonly Deploy[], state: RenderState): Section {
  const rows = deploys
    .slice(0, shown.deploys)
    .map((deploy) => [
      { time: isoOf(deploy.createdAt) },
      { text: nameOf(state, deploy.serviceId), sub: `by ${deploy.trigger.replaceAll("_", " ")}` },
      { status: deployStatus(deploy), sub: momentTrail(deploy.history) },
      commitCell(deploy.commit),
    ]);
  return {
    id: "deploys",
    title: deploys.length > shown.deploys ? `Deploys, newest ${shown.deploys} of ${deploys.length}` : "Deploys",
    column: "main",
    empty: "No deploy yet.",
    content: { kind: "table", columns: ["Time", "Service", "Status", "Commit"], rows },
  };
}

function envSection(holders: readonly Pick<Service, "id" | "name" | "env" | "secretFiles">[]): Section {
  const folds = holders.map(({ id, name, env, secretFiles }) => ({
    id: `env-${id}`,
    title: name,
    note: `${env.size} variables${secretFiles.size > 0 ? `, ${secretFiles.size} secret files` : ""}`,
    body: {
      kind: "names" as const,
      names: [
        ...[...env.keys()].sort().map((variable) => ({ name: variable })),
        ...[...secretFiles.keys()].sort().map((file) => ({ name: file, note: "secret file" })),
      ],
    },
  }));
  return {
    id: "env",
    title: "Environment at Render, values masked",
    column: "main",
    empty: "No variable yet.",
    content: { kind: "folds", folds },
  };
}

function logsSection(services: readonly Service[], state: RenderState, hide: (text: string) => string): Section {
  const folds = services.map(({ id, name }) => {
    const all = state.logs.of([id]);
    const lines = all.slice(-shown.lines).map(({ at, level, message }) => ({
      time: isoOf(at),
      level,
      text: hide(message),
    }));
    const note = all.length > lines.length ? `newest ${lines.length} of ${all.length} lines` : `${all.length} lines`;
    return { id: `log-${id}`, title: name, note, body: { kind: "lines" as const, lines } };
  });
  return {
    id: "logs",
    title: "Logs of the services",
    column: "wide",
    empty: "Nothing has been logged yet.",
    content: { kind: "folds", folds },
  };
}
