import { z } from "zod";
import type { JudgedResource, Operation, Severity } from "../policies/rule.ts";
import { type PlainRecord, plain } from "../policies/unknown.ts";
import { partsOfUrn } from "../policies/urn.ts";
import type { EngineEvent } from "./engine-event.ts";
import type { ToldFinding } from "./report.ts";
import { partsOf } from "./told.ts";

const PACK = "cutover";

/** What a preview does with a resource, in the engine's words. What is not here changes nothing. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  same: "same",
  create: "create",
  import: "create",
  update: "update",
  replace: "replace",
  "create-replacement": "replace",
  "delete-replaced": "replace",
  "import-replacement": "replace",
  delete: "delete",
};

const Properties = z.record(z.string(), z.unknown()).nullish();
const Resource = z.object({ inputs: Properties, outputs: Properties, protect: z.boolean().default(false) });
const PolicyEvent = z.object({
  resourceUrn: z.string().optional(),
  message: z.string(),
  policyName: z.string(),
  policyPackName: z.string(),
  enforcementLevel: z.string(),
  severity: z.enum(["low", "medium", "high", "critical"]).catch("medium" satisfies Severity),
});
const Event = z.object({
  policyEvent: PolicyEvent.optional(),
  resourcePreEvent: z
    .object({
      metadata: z.object({
        op: z.string(),
        urn: z.string(),
        type: z.string(),
        old: Resource.nullish(),
        new: Resource.nullish(),
      }),
    })
    .optional(),
  diagnosticEvent: z.object({ severity: z.string(), message: z.string(), urn: z.string().optional() }).optional(),
});
type Step = NonNullable<z.output<typeof Event>["resourcePreEvent"]>["metadata"];

/** What of a preview concerns policies. Events hold decrypted secrets in their debug lines: nothing of those is kept. */
export class PreviewEvents {
  readonly findings: ToldFinding[] = [];
  /** What went wrong beside the policies, as the engine says it. */
  readonly errors: string[] = [];
  readonly #resources = new Map<string, JudgedResource>();

  /** Every resource of the plan, with what is going to become of it; the engine comes to them in any order. */
  get resources(): readonly JudgedResource[] {
    return [...this.#resources.keys()].sort().flatMap((urn) => this.#resources.get(urn) ?? []);
  }

  /** Takes what the engine says next. */
  take(said: EngineEvent): void {
    const { policyEvent, resourcePreEvent, diagnosticEvent } = read(said);
    if (policyEvent) this.findings.push(findingOf(policyEvent));
    if (resourcePreEvent) this.#takeStep(resourcePreEvent.metadata);
    if (diagnosticEvent?.severity === "error" && diagnosticEvent.message.trim() !== "preview failed")
      this.errors.push(withoutValues(diagnosticEvent.message.trim()));
  }

  #takeStep(step: Step): void {
    const operation = OPERATIONS[step.op];
    if (operation === undefined) return;
    const { urn, type } = step;
    const { inputs, outputs, protect = false } = step.new ?? step.old ?? {};
    const properties = () => plain({ ...inputs, ...outputs }) as PlainRecord;
    this.#resources.set(urn, { urn, type, name: partsOfUrn(urn).name, protect, operation, properties });
  }
}

function read(said: EngineEvent): z.output<typeof Event> {
  const event = Event.safeParse(said);
  if (event.success) return event.data;
  // Without the cause, whose message would show a piece of the event.
  throw new Error(`an event of the engine is not as expected: ${event.error.issues[0]?.path.join(".")}`);
}

function findingOf(event: z.output<typeof PolicyEvent>): ToldFinding {
  const { policyName, policyPackName, enforcementLevel, severity, message, resourceUrn } = event;
  return {
    rule: policyPackName === PACK ? policyName : `${policyPackName}/${policyName}`,
    severity,
    level: enforcementLevel === "mandatory" ? "mandatory" : "advisory",
    urn: resourceUrn,
    ...partsOf(message),
  };
}

/** The engine quotes the value of a property that a provider refuses, also where it is a secret. */
export const withoutValues = (message: string): string =>
  message.replace(/ value \{[\s\S]*?\} has a problem/g, " has a problem");
