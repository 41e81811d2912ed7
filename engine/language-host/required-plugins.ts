import type languagePb from "@pulumi/pulumi/proto/language_pb.js";
import { type InstalledPackage, installedPackages } from "./installed-packages.ts";
import { programOf } from "./program.ts";

/** A resource plugin that the program's packages speak to. `server` is where the engine downloads it; empty: Pulumi's. */
export interface RequiredPlugin {
  readonly name: string;
  readonly version: string;
  readonly server: string;
}

/**
 * The plugins named by the `pulumi` sections of the packages installed for a program, but for those that the engine is told
 * to attach to: there is nothing of them to install.
 */
export function requiredPlugins(
  info: languagePb.ProgramInfo | undefined,
  { PULUMI_DEBUG_PROVIDERS = "" }: NodeJS.ProcessEnv = process.env,
): RequiredPlugin[] {
  const attached = new Set(PULUMI_DEBUG_PROVIDERS.split(",").map((entry) => entry.replace(/:\d+$/, "")));
  return pluginsIn(programOf(info).directory).filter(({ name }) => !attached.has(name));
}

/** The same for the program in a folder. */
export function pluginsIn(directory: string): RequiredPlugin[] {
  const plugins = new Map<string, RequiredPlugin>();
  for (const { name: packageName, version: packageVersion, pulumi } of installedPackages(directory)) {
    if (!pulumi?.resource) continue;
    const name = pluginName({ name: packageName, pulumi });
    const version = `v${(pulumi.version ?? packageVersion).replace(/^v/, "")}`;
    plugins.set(`${name}@${version}`, { name, version, server: pulumi.server ?? "" });
  }
  return [...plugins.values()];
}

/** The plugin that a package speaks to: what its `pulumi` section says, else the package's name without Pulumi's scope. */
export function pluginName({ name, pulumi }: Pick<InstalledPackage, "name" | "pulumi">): string {
  return pulumi?.name ?? name.replace(/^@(pulumi\/)?/, "");
}
