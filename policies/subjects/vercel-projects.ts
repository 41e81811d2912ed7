import { VERCEL_PROJECT } from "../resource-types.ts";
import type { Subjects } from "../rule.ts";
import { type Plain, plain } from "../unknown.ts";

/** A Vercel project and the Node version that its builds and functions run on; null where it names none. */
export interface VercelProject {
  readonly name: string;
  readonly nodeVersion: Plain;
}

/** What this selector reads of a stack's configuration. */
export interface ConfigOfFrontend {
  readonly frontend?: { readonly name: string; readonly nodeVersion?: string | undefined } | undefined;
}

/** Projects on Vercel. */
export const vercelProjects: Subjects<VercelProject, ConfigOfFrontend> = {
  description: "projects on Vercel",
  types: new Set([VERCEL_PROJECT]),

  ofResource({ name, properties }) {
    const { name: ownName, nodeVersion } = properties();
    return { name: typeof ownName === "string" ? ownName : name, nodeVersion: nodeVersion ?? null };
  },

  ofConfig: ({ frontend }) =>
    frontend ? [{ name: frontend.name, nodeVersion: plain(frontend.nodeVersion ?? null) }] : [],
};
