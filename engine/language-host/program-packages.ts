import type languagePb from "@pulumi/pulumi/proto/language_pb.js";
import { type InstalledPackage, installedPackages } from "./installed-packages.ts";
import { programOf } from "./program.ts";

/** The packages a program names itself, or with `transitive` all that it can reach, by name. */
export function programPackages(info: languagePb.ProgramInfo | undefined, transitive: boolean): InstalledPackage[] {
  return installedPackages(programOf(info).directory)
    .filter(({ direct }) => direct || transitive)
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}
