import { KEY_VALUE, POSTGRES } from "../resource-types.ts";
import type { JudgedResource, Subjects } from "../rule.ts";
import type { PlainRecord } from "../unknown.ts";

/** What keeps data on Render. */
export interface Store {
  readonly name: string;
  readonly kind: "key value store" | "database";
  /** The resource's name in the program. */
  readonly declaredAs: string;
  /** Under which name `cutover:services` has it; undefined where only the program does. */
  readonly section: "queue" | undefined;
  readonly inputs: PlainRecord;
  /** Whether the engine refuses to delete it; undefined where that cannot be seen. */
  readonly protect: boolean | undefined;
  readonly urn?: string;
}

/** Key value stores and databases. None of their rules is applied to the configuration alone. */
export const stores = storesOf("data stores on Render", KEY_VALUE, POSTGRES);

/** Stores that are spoken to as Redis is. */
export const keyValueStores = storesOf("key value stores on Render", KEY_VALUE);

function storesOf(description: string, ...types: readonly string[]): Subjects<Store, unknown> {
  return { description, types: new Set(types), ofResource: store, ofConfig: () => [] };
}

/** One resource of these types as a store. */
export function store({ type, name, urn, protect, properties }: JudgedResource): Store {
  const inputs = properties();
  return {
    name: typeof inputs.name === "string" ? inputs.name : name,
    kind: type === KEY_VALUE ? "key value store" : "database",
    declaredAs: name,
    section: type === KEY_VALUE ? "queue" : undefined,
    inputs,
    protect,
    ...(urn ? { urn } : {}),
  };
}
