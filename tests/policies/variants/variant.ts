import type { JudgedResource } from "../../../policies/rule.ts";

/**
 * Values by path: `services.api.plan` in a stack's configuration, `env.JWT_SECRET` in a resource. List positions are
 * numbers, a part with a dot in it stands in quotes, `undefined` takes the key out.
 */
export type Changes = Readonly<Record<string, unknown>>;

/** What the engine knows of a resource besides its properties. */
export type Circumstances = Partial<Pick<JudgedResource, "protect" | "dependsOn" | "operation">>;

/** A resource that the program does not declare, as somebody may add it by hand. */
export interface AddedResource {
  /** `render:index:Postgres` */
  readonly type: string;
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly protect?: boolean;
}

/** One edit that somebody might make to a committed stack, as data. */
export interface Variant {
  readonly title: string;
  /** Which committed stack is edited. Default prod. */
  readonly stack?: "prod" | "staging" | "repo";
  /** Of the stack's file. */
  readonly config?: Changes;
  /** Of the other stack's file, which lies beside it. */
  readonly sibling?: Changes;
  /** Of the stack's secrets, in clear: `undefined` takes one out. */
  readonly secrets?: Readonly<Record<string, string | undefined>>;
  /** Of what is declared, by kind and name: `"WebService api"`. For what configuration cannot say, and for other programs. */
  readonly resources?: Readonly<Record<string, Changes>>;
  readonly circumstances?: Readonly<Record<string, Circumstances>>;
  readonly added?: readonly AddedResource[];
  /** When it is judged. Default: the committed stacks' own day, a Saturday at noon, UTC. */
  readonly now?: string;
}

/** An edit that exactly one rule has to find. */
export interface UnsafeVariant extends Variant {
  readonly rule: string;
  /** Without a pack the program lets it pass: time decides, or it weakens nothing that guards safety. */
  readonly onlyByPack?: true;
  /** The rule notes it, and never refuses: a way back needs no reason (S2.10). */
  readonly onlyNoted?: true;
}
