import { type Context, Hono } from "hono";
import { badRequest, notFound } from "../api-error.ts";
import type { RenderCore } from "../core.ts";
import type { Service } from "../entities/service.ts";
import { enumParam, listParam } from "../http/query.ts";
import { instanceType } from "../metrics/instance-types.ts";
import { type Bucket, bucketsOf, type Series, seriesJson } from "../metrics/time-series.ts";
import { Usage } from "../metrics/usage.ts";

/** The values of one line, once it is known whose they are. */
type Values = (service: Service) => (bucket: Bucket) => number | undefined;

/** Figures of what runs: from the world's own traffic and settings. @see https://api-docs.render.com/reference/get-cpu */
export function metricRoutes(core: RenderCore): Hono {
  const routes = new Hono();
  const gb = 1024 ** 3;
  const target =
    (criterion: "cpu" | "memory", whole: (plan: string) => number): Values =>
    ({ settings }) => {
      const wanted = settings.autoscaling?.enabled ? settings.autoscaling.criteria[criterion] : undefined;
      const value = wanted?.enabled ? (whole(settings.plan) * wanted.percentage) / 100 : undefined;
      return () => value;
    };
  const cpus = (plan: string) => instanceType(plan).cpu;
  const memory = (plan: string) => instanceType(plan).memory;
  const usageOf = (service: Service) => new Usage(core.state, service);
  const whileUp =
    (value: (service: Service) => number | undefined): Values =>
    (service) => {
      const [usage, held] = [usageOf(service), value(service)];
      return (bucket) => (usage.isUp(bucket) ? held : undefined);
    };
  const used =
    (what: "cpu" | "memory"): Values =>
    (service) => {
      const usage = usageOf(service);
      return (bucket) => usage[what](bucket);
    };

  const perInstance: Readonly<Record<string, readonly [unit: string, values: Values]>> = {
    cpu: ["cpu", used("cpu")],
    "cpu-limit": ["cpu", whileUp(({ settings }) => cpus(settings.plan))],
    "cpu-target": ["cpu", target("cpu", cpus)],
    memory: ["bytes", used("memory")],
    "memory-limit": ["bytes", whileUp(({ settings }) => memory(settings.plan))],
    "memory-target": ["bytes", target("memory", memory)],
  };
  for (const [name, [unit, values]] of Object.entries(perInstance))
    routes.get(`/metrics/${name}`, (c) => {
      enumParam(c, "aggregationMethod", ["AVG", "MAX", "MIN"]);
      const instances = listParam(c, "instance");
      const lines = asked(core, c).flatMap((service): Series[] => {
        const instance = core.fleet.instanceOf(service.id)?.id ?? `${service.id}-00000`;
        if (instances && !instances.includes(instance)) return [];
        const labels = { resource: service.id, instance, service: service.id };
        return [{ labels, valueAt: values(service) }];
      });
      return c.json(seriesJson(bucketsOf(c, core.state), unit, lines));
    });

  const perService: Readonly<Record<string, readonly [unit: string, values: Values]>> = {
    "instance-count": ["instances", whileUp(({ settings }) => settings.numInstances)],
    "disk-capacity": ["bytes", whileUp(({ settings }) => settings.disk && settings.disk.sizeGB * gb)],
    // This world stores no files; a new file system takes this much for itself.
    "disk-usage": ["bytes", whileUp(({ settings }) => settings.disk && settings.disk.sizeGB * 0.02 * gb)],
  };
  for (const [name, [unit, values]] of Object.entries(perService))
    routes.get(`/metrics/${name}`, (c) => {
      const lines = asked(core, c).map((service) => ({
        labels: { resource: service.id, service: service.id },
        valueAt: values(service),
      }));
      return c.json(seriesJson(bucketsOf(c, core.state), unit, lines));
    });

  routes.get("/metrics/filters/application", (c) => {
    const ids = asked(core, c).flatMap(({ id }) => core.fleet.instanceOf(id)?.id ?? []);
    return c.json([{ filter: "instance", values: ids }]);
  });

  return routes;
}

/** The services that a request names as `resource`, or by the older `service`. @throws ApiError 400, 404 */
export function asked({ state }: RenderCore, c: Context): Service[] {
  const ids = listParam(c, "resource") ?? listParam(c, "service");
  if (!ids) throw badRequest("resource is required");
  return ids.flatMap((id) => {
    const service = state.services.get(id);
    if (!service && !state.postgres.has(id) && !state.keyValues.has(id)) throw notFound(id);
    return service ?? [];
  });
}
