import { BACKGROUND_WORKER, CRON_JOB, PRIVATE_SERVICE, WEB_SERVICE } from "../resource-types.ts";
import type { JudgedResource, Subjects } from "../rule.ts";
import { type Plain, type PlainRecord, plain, Unknown } from "../unknown.ts";

/** A service on Render and the environment it runs with. */
export interface BackendService {
  readonly name: string;
  /** Under which name `cutover:env` holds what only it has. */
  readonly role: "api" | "worker" | "scheduler";
  readonly env: PlainRecord | Unknown;
  /** Browsers can reach it, so it must say whose pages may call it. */
  readonly calledByBrowsers: boolean;
}

/** What this selector reads of a stack's configuration. */
export interface ConfigOfServices {
  readonly services: Readonly<Record<string, { readonly name: string } | undefined>>;
  readonly origins?: readonly string[] | undefined;
  readonly env?: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>> | undefined;
}

/** Services that run the app's own code on Render; stores and static sites have no such environment. */
export const backendServices: Subjects<BackendService, ConfigOfServices> = {
  description: "services on Render that run the app's code",
  types: new Set([WEB_SERVICE, PRIVATE_SERVICE, BACKGROUND_WORKER, CRON_JOB]),

  ofResource({ type, name, properties }: JudgedResource): BackendService {
    const { name: ownName, env } = properties();
    const label = typeof ownName === "string" ? ownName : name;
    return {
      name: label,
      role:
        type === WEB_SERVICE
          ? "api"
          : type === BACKGROUND_WORKER && !label.endsWith("-continuous")
            ? "worker"
            : "scheduler",
      env: environment(env),
      calledByBrowsers: type === WEB_SERVICE,
    };
  },

  ofConfig({ services, origins, env }): BackendService[] {
    return (["api", "worker", "scheduler"] as const).flatMap((role) => {
      const { name } = services[role] ?? {};
      if (name === undefined) return [];
      const sources = Object.entries({ ...env?.backend, ...env?.[role] });
      const values = Object.fromEntries(sources.map(([key, source]) => [key, literalOf(source, origins)]));
      return [{ name, role, env: values, calledByBrowsers: role === "api" }];
    });
  },
};

const environment = (env: Plain | undefined): BackendService["env"] => {
  if (env === undefined || env === null) return {};
  if (env instanceof Unknown) return env;
  if (typeof env === "object" && !Array.isArray(env)) return env as PlainRecord;
  throw new TypeError(
    `env is ${Array.isArray(env) ? "a list" : `a ${typeof env}`}; expected a record of values by name`,
  );
};

/** A literal, `{ output: "origins" }`, or what only the program can resolve. */
export function literalOf(source: unknown, origins: readonly string[] | undefined): Plain {
  if (source === null || typeof source !== "object") return plain(source);
  if ("output" in source && source.output === "origins" && origins) return origins.join(",");
  if ("output" in source)
    return new Unknown(
      `it is the output ${source.output} of another resource: write the value into the stack's configuration`,
    );
  return new Unknown(
    "it comes from a secret: write the value into the stack's configuration, where it can be reviewed",
  );
}
