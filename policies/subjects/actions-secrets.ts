import type { Subjects } from "../rule.ts";

/** A secret that workflows of a repository may read whatever environment they name. */
export interface ActionsSecret {
  /** What it is called in workflows. */
  readonly name: string;
  /** Whose it is. */
  readonly owner: "repository" | "organisation";
}

const OWNERS: Readonly<Record<string, ActionsSecret["owner"]>> = {
  "github:index/actionsSecret:ActionsSecret": "repository",
  "github:index/actionsOrganizationSecret:ActionsOrganizationSecret": "organisation",
  "github:index/dependabotSecret:DependabotSecret": "repository",
  "github:index/dependabotOrganizationSecret:DependabotOrganizationSecret": "organisation",
};

/** Secrets of a repository or an organisation, by name; no configuration of ours declares one. */
export const actionsSecrets: Subjects<ActionsSecret, unknown> = {
  description: "Actions secrets of a repository or an organisation",
  types: new Set(Object.keys(OWNERS)),

  ofResource({ type, name, properties }) {
    const { secretName } = properties();
    return { name: typeof secretName === "string" ? secretName : name, owner: OWNERS[type] ?? "repository" };
  },

  ofConfig: () => [],
};
