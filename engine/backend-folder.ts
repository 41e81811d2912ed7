import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";

const Project = z.object({ name: z.string(), backend: z.object({ url: z.string().optional() }).optional() });
const Credentials = z.object({ current: z.string().optional() });

/** The Pulumi project that a command typed in some folder is about. */
export interface Project {
  readonly name: string;
  readonly backendUrl?: string;
}

/** The project whose Pulumi.yaml is in `cwd` or the nearest folder above, as Pulumi looks for it. */
export function projectAt(cwd: string): Project | undefined {
  for (let folder = path.resolve(cwd); ; folder = path.dirname(folder)) {
    for (const name of ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"]) {
      const project = Project.safeParse(read(path.join(folder, name))).data;
      if (project) return { name: project.name, ...(project.backend?.url ? { backendUrl: project.backend.url } : {}) };
    }
    if (folder === path.dirname(folder)) return undefined;
  }
}

/**
 * The folder behind a `file://` backend, or undefined for every other kind. Looked for where Pulumi looks, in its
 * order: PULUMI_BACKEND_URL, the project's `backend.url`, the last `pulumi login`.
 */
export function backendFolder(env: NodeJS.ProcessEnv, cwd: string, project = projectAt(cwd)): string | undefined {
  const url = env.PULUMI_BACKEND_URL || project?.backendUrl || loggedInto(env);
  if (!url?.startsWith("file://")) return undefined;
  const [place = ""] = url.slice("file://".length).split("?");
  if (place === "~" || place.startsWith("~/")) return path.join(os.homedir(), place.slice(1));
  return path.resolve(cwd, place);
}

function loggedInto(env: NodeJS.ProcessEnv): string | undefined {
  const home = env.PULUMI_CREDENTIALS_PATH || env.PULUMI_HOME || path.join(os.homedir(), ".pulumi");
  return Credentials.safeParse(read(path.join(home, "credentials.json"))).data?.current;
}

/** A file that is missing or unreadable says nothing; Pulumi itself reports what is wrong with it. */
function read(file: string): unknown {
  try {
    return parse(fs.readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
