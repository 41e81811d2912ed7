import { once } from "node:events";
import { z } from "zod";
import { PartialFailure, UserError } from "../../../providers/protocol/errors.ts";
import { defineProvider, defineResource } from "../../../providers/protocol/resource.ts";

const NoteInputs = z.strictObject({
  title: z.string().min(1).max(40).describe("What the note is called."),
  region: z.enum(["eu", "us"]).default("eu"),
  layout: z.strictObject({ columns: z.number().int().min(1).max(4), tags: z.array(z.string()).default([]) }).optional(),
  env: z.record(z.string(), z.string()).default({}),
  password: z.string().min(4).optional(),
  url: z.string().optional().describe("Its address; made from its id where it is left out."),
  behave: z.enum(["well", "half", "refuse", "bug", "slow"]).default("well").describe("What its next operation does."),
});

const NoteState = z.object({ url: z.string(), revision: z.number(), token: z.string() });

type Inputs = z.output<typeof NoteInputs>;
type State = z.output<typeof NoteState>;

/** A place that holds notes, shared by all engines of a test, and what was asked of it. */
export class Desk {
  readonly notes = new Map<string, { inputs: Inputs; revision: number; well: boolean }>();
  readonly calls: string[] = [];
  /** How many were created, those that are gone included. */
  made = 0;
  /** What the latest creation was told of its time limit. */
  timeoutMs: number | undefined;
  aborted = 0;
  prefix = "";
  /** Called when a slow note begins to wait. */
  onWaiting = (): void => {};

  find(id: string): { inputs: Inputs; state: State; faults?: readonly string[] } | undefined {
    const note = this.notes.get(id);
    if (!note) return undefined;
    const state = {
      url: note.inputs.url ?? `https://notes.example/${id}`,
      revision: note.revision,
      token: `token-of-${id}`,
    };
    return { inputs: note.inputs, state, ...(note.well ? {} : { faults: [`note ${id} is torn`] }) };
  }

  /** Writes a note, then behaves as its inputs say. */
  async put(id: string, inputs: Inputs, signal: AbortSignal): Promise<State> {
    if (inputs.behave === "refuse") {
      throw new UserError("NOTE_REFUSED", `the desk takes no note with password ${inputs.password}`);
    }
    if (inputs.behave === "bug") throw new RangeError(`no room for ${inputs.password}`);
    const revision = (this.notes.get(id)?.revision ?? 0) + 1;
    if (inputs.behave === "slow") {
      this.calls.push(`waiting ${id}`);
      this.onWaiting();
      await once(signal, "abort");
      this.aborted += 1;
      throw signal.reason;
    }
    this.notes.set(id, { inputs, revision, well: inputs.behave !== "half" });
    const found = this.find(id);
    if (!found) throw new Error("a note was lost");
    if (found.faults) throw new PartialFailure(id, found.state, [`the note is torn; password ${inputs.password}`]);
    return found.state;
  }
}

const note = defineResource<Desk>()({
  type: "notes:index:Note",
  description: "A note on a desk.",
  inputs: NoteInputs,
  state: NoteState,
  secrets: ["env", "password", "token"],
  replaceOn: ["region"],
  computed: (_changes, known) => (known ? ["revision"] : ["url", "revision", "token"]),

  check: (_call, want) =>
    want.title.startsWith("bad") ? [{ path: "layout.columns", reason: `no columns for ${want.password}` }] : [],
  async create({ client, name, progress, log, signal, timeoutMs }, want) {
    client.calls.push(`create ${name}`);
    client.timeoutMs = timeoutMs;
    progress(`writing ${want.title}`);
    log("info", `written in\ntwo lines with ${want.password ?? "no password"}`);
    client.made += 1;
    const id = `note-${client.made}`;
    return { id, state: await client.put(id, want, signal) };
  },
  async read({ client }, path) {
    client.calls.push(`read ${path}`);
    const id = path.replace(/^desk\//, "");
    const found = client.find(id);
    return found && { ...found, id };
  },
  async update({ client, signal }, id, _known, want, changes) {
    client.calls.push(`update ${id} ${changes.map(({ path }) => path).join(",")}`);
    return client.put(id, want, signal);
  },
  async delete({ client }, id) {
    client.calls.push(`delete ${id}`);
    client.notes.delete(id);
  },
});

/** Reads itself before each preview and update, and replaces in place. */
const watched = defineResource<Desk>()({
  ...note,
  type: "notes:index:WatchedNote",
  refreshBeforeUpdate: true,
  deleteBeforeReplace: true,
});

/** A provider of notes. `desk` is where they are; `notes:prefix` shows that each engine has its own configuration. */
export function notesProvider(desk: Desk) {
  return defineProvider({
    name: "notes",
    version: "1.2.3",
    description: "Notes, for tests.",
    config: z.object({ prefix: z.string().optional(), apiKey: z.string().optional(), limit: z.number().optional() }),
    secretConfig: ["apiKey"],
    configure({ prefix, apiKey }, env) {
      if (env.NOTES_CLOSED) throw new UserError("NOTES_CLOSED", `the desk is closed to ${apiKey ?? "everyone"}`);
      desk.prefix = prefix ?? "";
      desk.calls.push(`configure ${prefix ?? "-"}`);
      return desk;
    },
    refuseFunction: (token) => `a desk has no ${token}`,
    resources: [note, watched],
  });
}

/** A program with notes: `body` may use `Note` and `WatchedNote` as resource classes. */
export const programOf = (body: string): string => `
import * as pulumi from "@pulumi/pulumi";
class Note extends pulumi.CustomResource {
  declare readonly url: pulumi.Output<string>;
  declare readonly revision: pulumi.Output<number>;
  declare readonly token: pulumi.Output<string>;
  constructor(name: string, args: object, opts?: pulumi.CustomResourceOptions) {
    super("notes:index:Note", name, { url: undefined, revision: undefined, token: undefined, ...args }, opts);
  }
}
class WatchedNote extends pulumi.CustomResource {
  declare readonly revision: pulumi.Output<number>;
  constructor(name: string, args: object, opts?: pulumi.CustomResourceOptions) {
    super("notes:index:WatchedNote", name, { url: undefined, revision: undefined, token: undefined, ...args }, opts);
  }
}
${body}
`;
