import { createRequire } from "node:module";
import { join } from "node:path";
import type languagePb from "@pulumi/pulumi/proto/language_pb.js";
import { z } from "zod";

/** What `runtime.options` in Pulumi.yaml may say; unknown options are passed over, as other hosts do. */
const Options = z.object({
  typescript: z.union([z.boolean(), z.stringbool()]).default(true),
  nodeargs: z.string().default(""),
  packagemanager: z.enum(["auto", "npm", "yarn", "pnpm", "bun"]).default("auto"),
  tsconfig: z.string().optional(),
});

/** A program, policy pack or plugin: where it is and how Pulumi.yaml wants it run. */
export interface Program {
  readonly root: string;
  readonly directory: string;
  /** Relative to `directory`; `.` means what its package.json names as main. */
  readonly entryPoint: string;
  readonly options: z.infer<typeof Options>;
}

/** Reads the engine's description of a program. Throws when `runtime.options` holds a value of the wrong kind. */
export function programOf(info: languagePb.ProgramInfo | undefined): Program {
  const options = Options.safeParse(info?.getOptions()?.toJavaScript() ?? {});
  if (!options.success) {
    const faults = options.error.issues.map(({ path, message }) => `runtime.options.${path.join(".")}: ${message}`);
    throw new Error(`LANGUAGE_HOST_OPTIONS: ${faults.join("; ")}\n  at the runtime section of Pulumi.yaml`);
  }
  return {
    root: info?.getRootDirectory() || process.cwd(),
    directory: info?.getProgramDirectory() || process.cwd(),
    entryPoint: info?.getEntryPoint() || ".",
    options: options.data,
  };
}

/**
 * The path of one of the SDK's own entry scripts, `run`, `run-policy-pack` or `run-plugin`, as installed for `directory`.
 * The program's copy is used, never ours: SDK and program must share one module instance.
 */
export function sdkScript(script: "run" | "run-policy-pack" | "run-plugin", directory: string): string {
  const wanted = `@pulumi/pulumi/cmd/${script}/index.js`;
  try {
    return createRequire(join(directory, "package.json")).resolve(wanted);
  } catch (cause) {
    // The engine looks for Node's own words when a policy pack's packages are missing.
    throw new Error(
      `LANGUAGE_HOST_SDK: Cannot find module '@pulumi/pulumi/cmd/${script}'; the packages are not installed.\n` +
        `  at ${directory}\n  fix: npm ci --prefix ${directory}`,
      { cause },
    );
  }
}

/** Splits `nodeargs` at blanks, keeping what stands in quotes together. */
export function splitArguments(text: string): string[] {
  return [...text.matchAll(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g)].map(([word]) => word.replaceAll(/["']/g, ""));
}
