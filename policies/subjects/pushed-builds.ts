import { VERCEL_PROJECT } from "../resource-types.ts";
import type { Subjects } from "../rule.ts";
import { type Plain, Unknown } from "../unknown.ts";
import { recordOf } from "./rollouts.ts";

/** A Vercel project, and which pushes it builds by itself. */
export interface PushedBuild {
  readonly name: string;
  /** Whether Vercel builds pushes at all. */
  readonly buildsPushes: boolean | Unknown;
  /** The folder of the repository that it is in; null where it is the whole. */
  readonly folder: Plain;
  /** The command whose exit code 0 leaves a build out; null where there is none. */
  readonly ignoreCommand: Plain;
  /** Whether Vercel itself leaves out what a commit does not touch. */
  readonly skipsUnaffected: boolean;
}

/** What this selector reads of a stack's configuration. */
export interface ConfigOfPushes {
  readonly deploys?: unknown;
  readonly frontend?:
    | { readonly name: string; readonly rootDirectory?: unknown; readonly ignoreCommand?: unknown }
    | undefined;
}

/** Projects on Vercel that are linked to a repository. */
export const pushedBuilds: Subjects<PushedBuild, ConfigOfPushes> = {
  description: "projects on Vercel",
  types: new Set([VERCEL_PROJECT]),

  ofResource({ name, properties }) {
    const {
      name: ownName,
      gitRepository = null,
      gitProviderOptions = null,
      rootDirectory = null,
      ignoreCommand = null,
      enableAffectedProjectsDeployments,
    } = properties();
    return {
      name: typeof ownName === "string" ? ownName : name,
      buildsPushes: buildsPushes(gitRepository, gitProviderOptions),
      folder: rootDirectory,
      ignoreCommand,
      skipsUnaffected: enableAffectedProjectsDeployments === true,
    };
  },

  ofConfig({ deploys, frontend }) {
    if (!frontend) return [];
    const { name, rootDirectory, ignoreCommand } = frontend;
    return [
      {
        name,
        buildsPushes: deploys === "vendor",
        folder: typeof rootDirectory === "string" ? rootDirectory : null,
        ignoreCommand: typeof ignoreCommand === "string" ? ignoreCommand : null,
        skipsUnaffected: false,
      },
    ];
  },
};

/** Linked to a repository, Vercel builds each push unless it is told otherwise. */
function buildsPushes(repository: Plain, options: Plain): boolean | Unknown {
  if (repository === null) return false;
  if (options instanceof Unknown) return options;
  const { createDeployments } = recordOf(options);
  if (createDeployments instanceof Unknown) return createDeployments;
  return createDeployments !== false && createDeployments !== "disabled";
}
