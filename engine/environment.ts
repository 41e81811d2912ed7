import fs from "node:fs";
import path from "node:path";
import { PrepareError } from "./bootstrap/error.js";
import { binFolder, compileCacheFolder, languageHostFolder, pathWith } from "./bootstrap/places.js";
import { currentChoice, type EngineChoice } from "./choice.ts";

export type { EngineChoice } from "./choice.ts";

/** How to start the chosen engine. */
export interface EngineEnvironment {
  /** Absolute path of the CLI. */
  readonly pulumi: string;
  readonly env: NodeJS.ProcessEnv;
  readonly choice: EngineChoice;
}

/**
 * The chosen CLI and an environment to start it in: `base` with PATH extended by node_modules/.bin (its Node is new
 * enough), the CLI's folder, and this project's language host when the CLI has none. Backend, passphrase and plugin
 * settings stay the caller's.
 * @throws PrepareError ENGINE_NOT_READY when none is there; `ensureEngine` of `ready.ts` makes one.
 */
export function engineEnvironment(base: NodeJS.ProcessEnv): EngineEnvironment {
  const choice = currentChoice(base);
  if (!choice) {
    throw new PrepareError("ENGINE_NOT_READY", {
      what: "no Pulumi engine is ready on this machine",
      fixes: [
        "node engine/bootstrap.js engine/ready.ts",
        "npx cutover engine doctor    (says what was looked at, and why not)",
      ],
    });
  }
  return { pulumi: choice.pulumi, env: environmentOf(choice, base), choice };
}

/**
 * The environment for an engine that is already chosen. PATH's order is left alone as far as possible, so that the
 * same choice is made again by what is started with it.
 */
export function environmentOf(choice: EngineChoice, base: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  let PATH = folders(base.PATH)
    .filter((folder) => path.resolve(folder) !== languageHostFolder)
    .join(path.delimiter);
  if (firstOnPath("pulumi", PATH) !== choice.pulumi) PATH = pathWith([path.dirname(choice.pulumi)], PATH);
  if (!startsThisNode(PATH)) PATH = pathWith([path.dirname(process.execPath)], PATH);
  const first = choice.ownHost ? [binFolder, path.dirname(choice.languageHost)] : [binFolder];
  return {
    NODE_COMPILE_CACHE: compileCacheFolder,
    ...base,
    PATH: pathWith(first, PATH),
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
}

/** Whether `node`, as language hosts and plugins start it, is new enough: the packaged one or the one that runs this. */
function startsThisNode(PATH: string): boolean {
  const found = firstOnPath("node", pathWith([binFolder], PATH));
  return (
    found !== undefined &&
    (path.dirname(found) === binFolder || fs.realpathSync(found) === fs.realpathSync(process.execPath))
  );
}

function firstOnPath(name: string, PATH: string): string | undefined {
  return folders(PATH)
    .map((folder) => path.join(folder, name))
    .find((file) => fs.existsSync(file));
}

function folders(PATH: string | undefined): string[] {
  return (PATH ?? "").split(path.delimiter).filter(Boolean);
}
