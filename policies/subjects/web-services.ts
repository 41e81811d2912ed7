import { WEB_SERVICE } from "../resource-types.ts";
import type { Subjects } from "../rule.ts";
import { type Plain, plain } from "../unknown.ts";

/** A web service on Render, and how Render finds out whether it is well; null where it is not told how. */
export interface WebService {
  readonly name: string;
  readonly healthCheckPath: Plain;
}

/** What this selector reads of a stack's configuration. */
export interface ConfigOfApi {
  readonly services: Readonly<
    Record<string, { readonly name: string; readonly healthCheckPath?: unknown } | undefined>
  >;
}

/** Web services on Render. */
export const webServices: Subjects<WebService, ConfigOfApi> = {
  description: "web services on Render",
  types: new Set([WEB_SERVICE]),

  ofResource({ name, properties }) {
    const { name: ownName, healthCheckPath } = properties();
    return { name: typeof ownName === "string" ? ownName : name, healthCheckPath: healthCheckPath ?? null };
  },

  ofConfig: ({ services: { api } }) =>
    api ? [{ name: api.name, healthCheckPath: plain(api.healthCheckPath ?? null) }] : [],
};
