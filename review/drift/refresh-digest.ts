import { z } from "zod";
import { partsOfUrn } from "../../policies/urn.ts";
import { byUrn, changeOf } from "../plan/plan-events.ts";

const State = z.object({ type: z.string(), inputs: z.unknown().optional(), outputs: z.unknown().optional() });
const Step = z.object({
  op: z.string(),
  urn: z.string(),
  oldState: State.nullish(),
  newState: State.nullish(),
  diffReasons: z.array(z.string()).nullish(),
  detailedDiff: z.record(z.string(), z.object({ kind: z.string(), inputDiff: z.boolean().default(false) })).nullish(),
});
type Step = z.output<typeof Step>;

/** What `pulumi refresh --preview-only --json` prints, as changes; secrets are masked in it already. */
export const changesOf = z.object({ steps: z.array(Step) }).transform(({ steps }) => {
  const moved = steps.filter(({ op }) => op === "update" || op === "delete");
  // Components stand for what is below them.
  const real = steps.filter(({ urn }) => !/^(?:pulumi:pulumi|cutover:index):/.test(partsOfUrn(urn).type));
  return {
    changes: moved.map(change).sort(byUrn),
    same: real.length - moved.length,
  };
});

const change = ({ op, urn, oldState, newState, diffReasons, detailedDiff }: Step) =>
  changeOf(
    {
      ...{ op, urn, type: (newState ?? oldState)?.type ?? "" },
      ...{ old: oldState, new: newState, diffs: diffReasons },
      detailedDiff: Object.fromEntries(
        Object.entries(detailedDiff ?? {}).map(([path, { kind, inputDiff }]) => [path, { diffKind: kind, inputDiff }]),
      ),
    },
    op === "delete" ? "delete" : "update",
  );
