import { execFile } from "node:child_process";
import { promisify } from "node:util";
import languagePb from "@pulumi/pulumi/proto/language_pb.js";
import { installedVersion } from "./installed-version.ts";
import { packageManagerOf } from "./package-manager.ts";
import { programOf } from "./program.ts";

/**
 * What `pulumi about` says of the runtime: the Node that runs programs, and the package manager of this one. Every
 * preview and update asks too, and waits for the answer: the version is read rather than asked of a process.
 */
export async function about(request: languagePb.AboutRequest): Promise<languagePb.AboutResponse> {
  const program = programOf(request.getInfo());
  const manager = packageManagerOf(program.directory, program.options.packagemanager);
  const response = new languagePb.AboutResponse().setExecutable(process.execPath).setVersion(process.version);
  response.getMetadataMap().set("packagemanager", manager.name);
  response.getMetadataMap().set("packagemanagerVersion", installedVersion(manager.name) ?? (await asked(manager.name)));
  response.getMetadataMap().set("typescript", program.options.typescript ? "ts-node" : "native");
  return response;
}

async function asked(command: string): Promise<string> {
  try {
    return (await promisify(execFile)(command, ["--version"])).stdout.trim();
  } catch {
    return "not installed";
  }
}
