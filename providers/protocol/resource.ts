import type { z } from "zod";
import type { ProviderFunction } from "./functions.ts";

/** What one call of a resource may use: the configured client, ways to speak to the operator, and the signal to stop. */
export interface Call<Client> {
  readonly client: Client;
  readonly urn: string;
  /** The resource's name: the last part of its URN. */
  readonly name: string;
  /** Aborted on Ctrl-C, at the engine's timeout for this operation, and when the engine dies. */
  readonly signal: AbortSignal;
  /** The engine's timeout for this operation (resource option `customTimeouts`), in milliseconds; absent when there is none. */
  readonly timeoutMs?: number;
  /** A line shown while the operation runs and not kept. */
  progress(line: string): void;
  /** A line (may have several) kept under the resource's Diagnostics. */
  log(severity: "info" | "warning" | "error", message: string): void;
}

/** One fault of one input. `path` is shown; the value never is, unless the author puts a masked form into `reason`. */
export interface Fault {
  /** Path such as `env.DEV_MODE` or `serviceDetails.plan`; empty when the fault is of the whole. */
  readonly path: string;
  readonly reason: string;
}

/** What stood before, as the engine kept it. */
export interface Known<Inputs, State> {
  readonly inputs: Inputs;
  readonly state: State;
}

/** What `read` found. */
export interface Found<Inputs, State> extends Known<Inputs, State> {
  /** The resource's id from now on, where an import was asked for by another one, such as `<team>/<project>`. */
  readonly id?: string;
  /** What is not as it should be, though it exists; the next update is forced. */
  readonly faults?: readonly string[];
}

/** One property that differs. `path` is the engine's path syntax, e.g. `env.A` or `env["a.b"]`. */
export interface Change {
  readonly path: string;
  readonly kind: "add" | "delete" | "update";
  readonly replace?: boolean;
}

/**
 * A resource: zod inputs and outputs, and its life.
 * Inputs given to `create` and `update` are always whole and known; unknown values exist only in preview,
 * where the protocol answers by `computed` and never calls `create` or `update`.
 */
export interface Resource<Client, Inputs extends object = object, State extends object = object> {
  /** Token, e.g. `render:index:WebService`. */
  readonly type: string;
  readonly description: string;
  /**
   * The one place of ranges, enums and defaults; `z.strictObject`, so that a misspelt property is a fault. Unknown values
   * pass at any depth during preview. No transforms and no asynchronous rules: what comes out is what state holds.
   */
  readonly inputs: z.ZodType<Inputs>;
  /** Properties that the provider computes; outputs are inputs plus these. */
  readonly state: z.ZodType<State>;
  /** Top-level inputs or outputs that are encrypted in state whatever the caller passed; of a record, each value by itself. */
  readonly secrets?: readonly string[];
  /** Outputs that are encrypted in state as soon as any input is secret: what may repeat any of them, such as a command's output. */
  readonly secretWithInputs?: readonly string[];
  /** Input paths whose change replaces the resource. */
  readonly replaceOn?: readonly string[];
  /** Delete before create when replaced (names that must be unique). Default false. */
  readonly deleteBeforeReplace?: boolean;
  /** Read before each preview and update, so that `check` and `diff` judge the world as it is. Default false. */
  readonly refreshBeforeUpdate?: boolean;
  /**
   * Faults that a schema cannot say, asked when the schema found none. Must be a function of old and new inputs only: no
   * time, no figures. In preview it is given up as soon as it looks into an unknown value; `isUnknown` asks first.
   */
  check?(call: Call<Client>, want: Inputs, olds: Inputs | undefined): Promise<readonly Fault[]> | readonly Fault[];
  /**
   * Inputs that the provider adds, asked when neither schema nor `check` found a fault: a judgement of the change, as data
   * for policies. The same change must give the same answer, so no time and no figures. Never fails Check: what it throws
   * becomes a warning, and in preview it is given up for nothing added as soon as it looks into an unknown value.
   */
  judge?(call: Call<Client>, want: Inputs, olds: Inputs | undefined): Promise<Partial<Inputs>> | Partial<Inputs>;
  /**
   * Adjusts the structural difference, e.g. to drop what the server normalises; `replace` is set where `replaceOn` says so.
   * Paths in `ignoreChanges` are already gone. In preview, a look into an unknown value leaves the difference as it is.
   */
  diff?(changes: readonly Change[], known: Known<Inputs, State>, want: Inputs): readonly Change[];
  /**
   * The outputs that are unknown until the operation ran. `changes` is empty on create.
   * Default: on create all of `state`, on update none. On update, what is not listed stays as it is. An output that is an
   * input too (one that the provider fills in where it is left out) is known on create when it was given.
   */
  computed?(changes: readonly Change[], known: Known<Inputs, State> | undefined): readonly (keyof State & string)[];
  /**
   * What a preview knows already of outputs that `computed` lists, so that what depends on them is shown exactly. In
   * preview, a look into an unknown value predicts nothing.
   */
  predict?(changes: readonly Change[], known: Known<Inputs, State> | undefined, want: Inputs): Partial<State>;
  create(call: Call<Client>, want: Inputs): Promise<{ readonly id: string; readonly state: State }>;
  /** From an id alone on import, with what is known on refresh; undefined when it is gone. */
  read(
    call: Call<Client>,
    id: string,
    known: Known<Inputs, State> | undefined,
  ): Promise<Found<Inputs, State> | undefined>;
  update(
    call: Call<Client>,
    id: string,
    known: Known<Inputs, State>,
    want: Inputs,
    changes: readonly Change[],
  ): Promise<State>;
  /** Deleting what is gone already is success. */
  delete(call: Call<Client>, id: string, known: Known<Inputs, State>): Promise<void>;
}

/** A provider: its configuration, the client made from it once per engine, and its resources. */
export interface Provider<Config extends object = object, Client = unknown> {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** Configuration keys, kept in state as given: what comes from `env` (see `configure`) never enters it. */
  readonly config: z.ZodType<Config>;
  /** Keys that are encrypted in state. */
  readonly secretConfig?: readonly (keyof Config & string)[];
  /**
   * Makes the client. Tokens and base URLs not given in `config` come from `env`. Throws `UserError` when something is
   * missing. Called once per connected engine, and lazily before the first call that needs it.
   */
  configure(config: Config, env: NodeJS.ProcessEnv): Promise<Client> | Client;
  /** What a program may call to read something; default none. */
  readonly functions?: readonly ProviderFunction<Client>[];
  /** What a program that calls a function which the package has not is told, by its token. Default: which there are. */
  refuseFunction?(token: string): string;
  /** Each has its own inputs and state, which a list cannot name; they are what their schemas let through. */
  readonly resources: readonly AnyResource<Client>[];
}

/** A resource of which only the client's type is known: what a provider lists. */
export type AnyResource<Client> = Omit<Resource<Client>, "computed"> & {
  computed?(changes: readonly Change[], known: Known<object, object> | undefined): readonly string[];
};

/** A provider of which only the client's type is known: what a server serves. */
export type AnyProvider<Client> = Omit<Provider<object, Client>, "secretConfig"> & {
  readonly secretConfig?: readonly string[];
};

type Shape = z.ZodType<object>;

/**
 * Infers the types of a resource from its two schemas: `defineResource<Client>()({ inputs, state, … })`.
 * Two calls, because TypeScript cannot infer some type arguments and be given others.
 *
 * @example
 * export const note = defineResource<NotesClient>()({
 *   type: "notes:index:Note",
 *   description: "A note.",
 *   inputs: z.object({ text: z.string() }),
 *   state: z.object({ length: z.number() }),
 *   async create({ client }, want) { … },   // want: { text: string }
 *   …
 * });
 */
export function defineResource<Client>() {
  return <Inputs extends Shape, State extends Shape>(
    resource: Omit<Resource<Client, z.output<Inputs>, z.output<State>>, "inputs" | "state"> & {
      readonly inputs: Inputs;
      readonly state: State;
    } & ThisType<Resource<Client, z.output<Inputs>, z.output<State>>>,
  ): Resource<Client, z.output<Inputs>, z.output<State>> => resource as never;
}

/** Infers the types of a provider: its configuration from the schema, its client from `configure`. */
export function defineProvider<Config extends Shape, Client>(
  provider: Omit<Provider<z.output<Config>, Client>, "config"> & { readonly config: Config },
): Provider<z.output<Config>, Client> {
  return provider as never;
}
