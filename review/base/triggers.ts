import { z } from "zod";
import { migrationsIn } from "../../policies/render/migration-commands.ts";
import type { Deploys } from "../review.ts";
import { renderTakes, vercelTakes } from "./built-for.ts";
import { foldersOf } from "./folders.ts";
import { programFiles } from "./program-files.ts";

const Text = z.string().optional().catch(undefined);
const Globs = z.array(z.string()).catch([]);
const Service = z.looseObject({
  name: z.string(),
  runtime: Text,
  rootDirectory: Text,
  buildFilter: z.looseObject({ paths: Globs, ignoredPaths: Globs }).optional().catch(undefined),
  autoDeploy: Text,
  preDeployCommand: Text,
  continuous: z
    .looseObject({ active: z.boolean().catch(false) })
    .optional()
    .catch(undefined),
});
type Service = z.output<typeof Service>;
const Sections = z.looseObject({
  deploys: z.enum(["release", "vendor"]).catch("release"),
  services: z.record(z.string(), z.unknown()).catch({}),
  frontend: z.looseObject({ rootDirectory: Text, ignoreCommand: Text }).optional().catch(undefined),
});

/**
 * What a merge of these files deploys, and which of them say so (S4.5): services and frontend by their folders and
 * filters, the stack's own settings, and `nothing` for the rest.
 *
 * @param files Paths from the repository's root.
 * @param sections The stack's configuration but its secrets, as its file has it.
 * @param prefix The project's folder in the repository: empty, or with a slash at its end.
 */
export function deploysOf(
  files: readonly string[],
  sections: Readonly<Record<string, unknown>>,
  prefix = "",
): readonly Deploys[] {
  const { deploys, services, frontend } = Sections.parse(sections);
  const byVendor = deploys === "vendor";
  const built: Deploys[] = [];
  const taken = new Set<string>();
  const add = (what: string, those: readonly string[], by: string, unless: readonly string[] = []) => {
    if (those.length === 0) return;
    for (const file of those) taken.add(file);
    built.push({ what, because: [...foldersOf(those), ...unless], by });
  };

  const whole = wholeServices(services);
  for (const service of whole)
    if (service.runtime !== "image")
      add(service.name, renderTakes(service, files), whoBuilds(service.autoDeploy, byVendor));
  if (frontend) {
    const affected = vercelTakes(frontend, files, byVendor);
    add("frontend", affected.files, byVendor ? "Vercel builds the push" : RELEASED, affected.unless);
  }
  const migrates = whole.some(({ preDeployCommand = "" }) => migrationsIn(preDeployCommand).length > 0);
  add("migrations", files.filter(isMigration), migrates ? "they run before the deploy" : "no service runs them");
  const settings = files.filter((file) => isSetting(file) || programFiles([file], prefix).length > 0);
  add("settings", settings, "applied by the next update of each stack");
  const rest = files.filter((file) => !taken.has(file));
  return rest.length > 0 || built.length === 0 ? [...built, { what: "nothing", because: foldersOf(rest) }] : built;
}

const RELEASED = "no push deploys it, this stack does";

function whoBuilds(autoDeploy: string | undefined, byVendor: boolean): string {
  const trigger = autoDeploy ?? (byVendor ? "checksPass" : "off");
  if (trigger === "off") return RELEASED;
  return trigger === "commit" ? "Render builds the push" : "Render builds it once the commit's checks have passed";
}

/** Worker and scheduler are built from the API's code unless they say otherwise (config/services.ts). */
function wholeServices(services: Readonly<Record<string, unknown>>): readonly Service[] {
  const api = Service.safeParse(services.api).data;
  return ["api", "worker", "scheduler"].flatMap((key) => {
    const own = Service.safeParse(services[key]).data;
    if (!own) return [];
    const runtime = own.runtime ?? api?.runtime;
    const { rootDirectory, buildFilter, autoDeploy } = { ...api, ...own };
    const whole = runtime === "image" ? own : { ...own, rootDirectory, buildFilter, autoDeploy };
    return [{ ...whole, runtime, name: own.continuous?.active ? `${own.name}-continuous` : own.name }];
  });
}

/** Where the usual tools keep them. */
const isMigration = (file: string): boolean => /(?:^|\/)(?:migrations?|alembic\/versions)\/.*\.\w+$/i.test(file);

const isSetting = (file: string): boolean => /(?:^|\/)Pulumi(?:\.[\w.-]+)?\.ya?ml$/.test(file);
