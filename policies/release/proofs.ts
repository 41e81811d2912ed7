import { z } from "zod";
import { setKey } from "../config-command.ts";
import type { StackFacts } from "../facts.ts";

/** What a release gate can prove of a migration. */
export type Proof = "backup" | "staging";

const Gate = z.object({
  name: z.string().catch(""),
  run: z.array(z.coerce.string()).catch([]),
  proves: z.array(z.string()).catch([]),
});

const gatesOf = ({ section }: StackFacts) => {
  const declared = section("releaseGates");
  return (Array.isArray(declared) ? declared : []).map((gate) => Gate.safeParse(gate).data);
};

/** Commands that pass whatever is the case. */
const PASSES_ALWAYS = /^(?:\S*\/)?(?:true|:|echo|printf|sleep|exit)$/;

/** Whether a release gate proves it: one that can fail. */
export const isProven = (stack: StackFacts, proof: Proof): boolean =>
  gatesOf(stack).some((gate) => gate?.proves.includes(proof) && !PASSES_ALWAYS.test(gate.run[0] ?? "true"));

/** What to do: a command where a gate seems to do it already, else which gate is missing. */
export function howToProve(stack: StackFacts, proof: Proof, meaning: string): string {
  const gates = gatesOf(stack);
  const likely = gates.findIndex(
    (gate) => gate && !gate.proves.includes(proof) && new RegExp(proof, "i").test([gate.name, ...gate.run].join(" ")),
  );
  if (likely >= 0) {
    const at = gates[likely]?.proves.length ?? 0;
    return setKey(stack, `cutover:releaseGates[${likely}].proves[${at}]`, proof);
  }
  const file = stack.stack ? ` in Pulumi.${stack.stack}.yaml` : "";
  return `add a gate with proves: [${proof}] to cutover:releaseGates${file}: a command that fails unless ${meaning}`;
}
