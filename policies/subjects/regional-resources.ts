import { WEB_SERVICE } from "../resource-types.ts";
import type { JudgedResource, WholeSubjects } from "../rule.ts";
import type { Plain } from "../unknown.ts";
import { renderService, renderServices } from "./render-services.ts";
import { store, stores } from "./stores.ts";

/** Something on Render that runs in one region, and the one that says where all should run. */
export interface RegionalResource {
  readonly name: string;
  readonly urn?: string;
  /** Under which name `cutover:services` has it; undefined where only the program does. */
  readonly section: string | undefined;
  readonly region: Plain;
  /** The API, else the first of them. */
  readonly first: { readonly name: string; readonly region: Plain };
}

/** Where Render puts what names no region. */
const DEFAULT_REGION = "oregon";

/** Services and stores on Render, which reach one another by the private network of a region. */
export const regionalResources: WholeSubjects<RegionalResource, unknown> = {
  description: "services and data stores on Render",
  types: new Set([...renderServices.types, ...stores.types]),

  ofStack(resources) {
    // They come in no order: without one, another resource would be at fault each time.
    const sorted = resources.toSorted((one, other) => keyOf(one).localeCompare(keyOf(other)));
    const chosen = sorted.find(({ type }) => type === WEB_SERVICE) ?? sorted[0];
    const first = chosen && placed(chosen);
    return first ? resources.map((resource) => ({ ...placed(resource), first })) : [];
  },

  ofConfig: () => [],
};

const keyOf = ({ type, name }: JudgedResource) => `${name} ${type}`;

function placed(resource: JudgedResource) {
  const { name, section, inputs } = (stores.types.has(resource.type) ? store : renderService)(resource);
  return { name, section, region: inputs.region ?? DEFAULT_REGION, ...(resource.urn ? { urn: resource.urn } : {}) };
}
