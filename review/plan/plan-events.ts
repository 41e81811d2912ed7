import { z } from "zod";
import { withoutValues } from "../../judgement/preview-events.ts";
import { partsOfUrn } from "../../policies/urn.ts";
import { canonical, valueAt } from "./inputs.ts";
import type { ChangeKind, Plan, PropertyChange, ResourceChange, Said } from "./plan.ts";

/** The engine's words for what it does. One that is not here changes nothing, or is a part of another. */
const KINDS: Readonly<Record<string, ChangeKind>> = {
  create: "create",
  import: "import",
  update: "update",
  replace: "replace",
  "create-replacement": "replace",
  "import-replacement": "replace",
  delete: "delete",
};

const Diff = z.object({ diffKind: z.string(), inputDiff: z.boolean().default(false) });
const Side = z.object({ inputs: z.unknown().optional(), outputs: z.unknown().optional() }).nullish();
const Step = z.object({
  op: z.string(),
  urn: z.string(),
  type: z.string(),
  old: Side,
  new: Side,
  diffs: z.array(z.string()).nullish(),
  detailedDiff: z.record(z.string(), Diff).nullish(),
});
type Step = z.output<typeof Step>;
const Diagnostic = z.object({ severity: z.string(), message: z.string(), urn: z.string().optional() });

/** The lines that `pulumi preview --json` streams, made into a plan. Debug lines hold decrypted secrets and are never looked at. */
export class PlanEvents {
  readonly #stack: string;
  readonly #changes = new Map<string, ResourceChange>();
  /** What is to go because something stands in its place: a part of a replacement, or what an earlier one left behind. */
  readonly #replaced = new Map<string, ResourceChange>();
  readonly #same = new Set<string>();
  readonly #said: Said[] = [];

  constructor(stack: string) {
    this.#stack = stack;
  }

  get plan(): Plan {
    const left = [...this.#replaced].filter(([urn]) => this.#changes.get(urn)?.kind !== "replace");
    const changes = [...this.#changes.values(), ...left.map(([, change]) => change)].sort(byUrn);
    return { stack: this.#stack, changes, same: this.#same.size, said: this.#said };
  }

  /** Takes one event, parsed. */
  take(event: Readonly<Record<string, unknown>>): void {
    if (event.diagnosticEvent) this.#hear(Diagnostic.parse(event.diagnosticEvent));
    const step = z.object({ metadata: Step }).optional().parse(event.resourcePreEvent)?.metadata;
    if (!step) return;
    const kind = KINDS[step.op];
    if (kind) this.#changes.set(step.urn, changeOf(step, kind));
    else if (step.op === "delete-replaced")
      this.#replaced.set(step.urn, { ...changeOf(step, "delete"), leftover: true });
    else if (step.op === "same") this.#same.add(step.urn);
  }

  #hear({ severity, message, urn }: z.output<typeof Diagnostic>): void {
    const known = ({ info: "info", "info#err": "info", warning: "warning", error: "error" } as const)[severity];
    const text = withoutValues(message.replace(/<\{%[^%]*%\}>/g, "")).trim();
    if (known && text !== "") this.#said.push({ severity: known, urn, text });
  }
}

/** In the order in which a plan has its changes. */
export const byUrn = (a: ResourceChange, b: ResourceChange): number => (a.urn < b.urn ? -1 : Number(a.urn > b.urn));

/** A step of the engine as a change; secrets are masked. */
export function changeOf(step: Step, kind: ChangeKind): ResourceChange {
  const { urn, type } = step;
  const properties = kind === "update" || kind === "replace" ? propertiesOf(step) : [];
  return {
    urn,
    type,
    name: partsOfUrn(urn).name,
    kind,
    properties,
    inputs: canonical((step.new ?? step.old)?.inputs ?? {}),
  };
}

function propertiesOf({ old, new: next, diffs, detailedDiff }: Step): PropertyChange[] {
  const sides = {
    inputs: [canonical(old?.inputs), canonical(next?.inputs)],
    outputs: [canonical(old?.outputs), canonical(next?.outputs)],
  };
  const told = Object.entries(detailedDiff ?? {});
  const bare =
    told.length > 0 ? [] : (diffs ?? []).map((path) => [path, { diffKind: "update", inputDiff: true }] as const);
  return [...told, ...bare]
    .map(([path, { diffKind, inputDiff }]): PropertyChange => {
      // An input that the provider compares with what it read stands among the outputs only.
      const [before, after] = sides[inputDiff ? "inputs" : "outputs"].map((side) => valueAt(side, path));
      return {
        path,
        kind: kindOf(diffKind),
        before: line(before),
        after: line(after ?? valueAt(sides.inputs[1], path)),
      };
    })
    .sort((a, b) => (a.path < b.path ? -1 : Number(a.path > b.path)));
}

const kindOf = (said: string): PropertyChange["kind"] =>
  said.endsWith("replace") ? "replace" : said === "add" || said === "delete" ? said : "update";

const line = (value: unknown): string | undefined => (value === undefined ? undefined : JSON.stringify(value));
