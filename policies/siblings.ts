import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { z } from "zod";
import type { Sibling } from "./facts.ts";

const STACK_FILE = /^Pulumi\.(.+)\.ya?ml$/;

const Project = z.object({ name: z.string() });
const File = z.object({ config: z.record(z.string(), z.unknown()) });
const App = z.object({ environment: z.string() });

/** The other stacks that a project's folder has files of, by name; what cannot be read as a stack's file is left out. */
export function siblingsOf(folder: string, stack: string | undefined): readonly Sibling[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const [, other] = STACK_FILE.exec(name) ?? [];
      return other === undefined || other === stack ? [] : siblingOf(other, join(folder, name));
    });
}

/** The nearest folder, at or above `from`, with a Pulumi project; undefined where that is a project of another name. */
export function projectFolder(from: string, project: string): string | undefined {
  const file = join(from, "Pulumi.yaml");
  if (existsSync(file)) return Project.safeParse(read(file)).data?.name === project ? from : undefined;
  const above = dirname(from);
  return above === from ? undefined : projectFolder(above, project);
}

function siblingOf(stack: string, file: string): Sibling[] {
  const { data } = File.safeParse(read(file));
  if (!data) return [];
  const section = (key: string) => (key === "secrets" ? undefined : data.config[`cutover:${key}`]);
  return [{ stack, environment: App.safeParse(section("app")).data?.environment, section }];
}

function read(file: string): unknown {
  // Loaded when a rule asks for it.
  const { parse } = createRequire(import.meta.url)("yaml") as typeof import("yaml");
  try {
    return parse(readFileSync(file, "utf8"), { merge: true });
  } catch {
    return undefined;
  }
}
