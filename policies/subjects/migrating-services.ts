import { migrationsIn } from "../render/migration-commands.ts";
import type { WholeSubjects } from "../rule.ts";
import { type Plain, Unknown } from "../unknown.ts";
import { renderService, renderServices } from "./render-services.ts";

/** A service on Render that changes a database's schema before each of its deploys. */
export interface MigratingService {
  readonly name: string;
  readonly urn?: string;
  /** Unknown where its command is. */
  readonly migrates: true | Unknown;
}

/** What this selector reads of a stack's configuration. */
export interface ConfigOfMigrations {
  readonly services: Readonly<
    Record<string, { readonly name: string; readonly preDeployCommand?: unknown } | undefined>
  >;
}

/**
 * Services whose pre-deploy command migrates. Looked at together, so that a rule about them can tell the way down;
 * migrations in other commands are what require-pre-deploy-migrations is about.
 */
export const migratingServices: WholeSubjects<MigratingService, ConfigOfMigrations> = {
  description: "services on Render that migrate before a deploy",
  types: renderServices.types,

  ofStack: (resources) =>
    resources.flatMap((resource) => {
      const { name, inputs } = renderService(resource);
      return migrating(name, inputs.preDeployCommand ?? null, resource.urn);
    }),

  ofConfig: ({ services }) =>
    Object.values(services).flatMap((service) =>
      service
        ? migrating(service.name, typeof service.preDeployCommand === "string" ? service.preDeployCommand : null)
        : [],
    ),
};

/** The command itself is never shown: it may have a password in it. */
function migrating(name: string, command: Plain, urn?: string): MigratingService[] {
  const service = { name, ...(urn ? { urn } : {}) };
  if (command instanceof Unknown) return [{ ...service, migrates: command }];
  return typeof command === "string" && migrationsIn(command).length > 0 ? [{ ...service, migrates: true }] : [];
}
