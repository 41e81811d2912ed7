import { randomBytes } from "node:crypto";
import { z } from "zod";
import { UserError } from "../../../providers/protocol/errors.ts";
import { type Call, defineResource } from "../../../providers/protocol/resource.ts";
import { type Output, runCommand, type Where } from "./run-command.ts";
import { unsupportedProperty } from "./unsupported.ts";

/** Properties of `command.local.Command`. */
export const CommandInputs = z.strictObject({
  create: z.string().optional(),
  update: z.string().optional(),
  delete: z.string().optional(),
  interpreter: z.array(z.string()).optional(),
  dir: z.string().optional(),
  environment: z.record(z.string(), z.string()).optional(),
  stdin: z.string().optional(),
  logging: z.enum(["stdout", "stderr", "stdoutAndStderr", "none"]).optional(),
  /** Gives a command what the one before printed, as PULUMI_COMMAND_STDOUT and PULUMI_COMMAND_STDERR. */
  addPreviousOutputInEnv: z.boolean().default(true),
  triggers: z.array(z.any()).optional(),
  assetPaths: unsupportedProperty,
  archivePaths: unsupportedProperty,
});

const nothing: Output = { stdout: "", stderr: "" };

/**
 * A command that runs on this machine when it is created, updated or deleted.
 * Any change updates: `update` runs, or `create` again where there is none. A change of `triggers` replaces.
 * What a command printed is encrypted where an input is secret.
 * @see https://www.pulumi.com/registry/packages/command/api-docs/local/command/ (read 2026-11)
 */
export const localCommand = defineResource<Where>()({
  type: "command:local:Command",
  description: "A command that runs on this machine when it is created, updated or deleted.",
  inputs: CommandInputs,
  state: z.object({ stdout: z.string(), stderr: z.string() }),
  secretWithInputs: ["stdout", "stderr"],
  replaceOn: ["triggers"],

  computed: (changes, known) => (known && changes.length === 0 ? [] : ["stdout", "stderr"]),

  async create(call, want) {
    const state = want.create === undefined ? nothing : await run(call, want.create, want, nothing);
    return { id: `${call.name}${randomBytes(4).toString("hex")}`, state };
  },

  async read(call, _id, known) {
    if (known) return known;
    throw new UserError(
      "COMMAND_IMPORT",
      `${call.name}: a command leaves nothing that could be imported.\n  fix: declare it in the program; it runs when it is created`,
    );
  },

  async update(call, _id, { state }, want) {
    const text = want.update ?? want.create;
    return text === undefined ? state : run(call, text, want, state);
  },

  async delete(call, _id, { inputs, state }) {
    if (inputs.delete !== undefined) await run(call, inputs.delete, inputs, state);
  },
});

function run(call: Call<Where>, text: string, inputs: z.output<typeof CommandInputs>, before: Output): Promise<Output> {
  const previous = {
    ...(before.stdout ? { PULUMI_COMMAND_STDOUT: before.stdout } : {}),
    ...(before.stderr ? { PULUMI_COMMAND_STDERR: before.stderr } : {}),
  };
  // Absent from the inputs of a state that another version wrote; the default is true.
  const environment = { ...inputs.environment, ...(inputs.addPreviousOutputInEnv === false ? {} : previous) };
  return runCommand({ ...inputs, text, environment }, call.client, call);
}
