import type { MetricAnswer, ServiceRole, Window } from "../../checks/gates/sources.ts";
import type { RenderClient } from "../../providers/render/api/client.ts";
import type { Series } from "../../providers/render/api/schemas.ts";
import type { RenderServices } from "./render-services.ts";
import { NotMeasurable } from "./unmeasured.ts";

/** About so many points, whatever the window, and not finer than a minute. */
const points = 300;

/** What a service used, in percent of its limit; of several instances at one moment, the one nearest to it. */
export async function renderMetrics(
  client: RenderClient,
  services: RenderServices,
  role: ServiceRole,
  metric: "cpu" | "memory",
  { from, to }: Window,
  signal: AbortSignal,
): Promise<MetricAnswer> {
  const { id: resource } = await services.of(role, signal);
  const resolutionSeconds = 60 * Math.max(1, Math.ceil((to.getTime() - from.getTime()) / 60_000 / points));
  const question = { resource, from, to, resolutionSeconds };
  const [used, limits] = await Promise.all([
    client.metrics.of(metric, question, { signal }),
    client.metrics.of(`${metric}-limit`, question, { signal }),
  ]);
  const limitAt = new Map(limits.flatMap((series) => pointsOf(series).map(({ key, value }) => [key, value])));
  const highest = new Map<string, number>();
  for (const { key, timestamp, value } of used.flatMap(pointsOf)) {
    const limit = limitAt.get(key);
    if (limit === undefined || limit <= 0) continue;
    highest.set(timestamp, Math.max(highest.get(timestamp) ?? 0, (100 * value) / limit));
  }
  if (highest.size === 0 && used.some(({ values }) => values?.length))
    throw new NotMeasurable(`Render gives no limit for the ${metric} of the ${role}`);
  const all = [...highest].map(([timestamp, percent]) => ({ at: new Date(timestamp), percent }));
  return { points: all.sort((one, other) => one.at.getTime() - other.at.getTime()) };
}

function pointsOf({ labels, values }: Series) {
  const instance = labels?.find(({ field }) => field === "instance")?.value ?? "";
  return (values ?? []).map(({ timestamp, value }) => ({ key: `${instance} ${timestamp}`, timestamp, value }));
}
