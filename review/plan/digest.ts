import { createHmac } from "node:crypto";
import { digestOf } from "../../judgement/digest.ts";
import { digestOf as digestOfValue } from "../../release/ladder/digest.ts";
import { changeLine, lineOf } from "./line.ts";
import type { Plan, PlanRecord } from "./plan.ts";

/** What of a stack's file goes into the digest beside the plan. */
export interface DigestedFile {
  /** The sections of `cutover:` but the secrets, and the other keys of `config`. */
  readonly sections: Readonly<Record<string, unknown>>;
  /** Ciphertexts by the secret's name, as the file has them. */
  readonly ciphertexts: Readonly<Record<string, string>>;
  /** `encryptionsalt` or `encryptedkey` of the file; empty where it has neither. */
  readonly salt: string;
}

/**
 * The record of a plan. Values of env variables are secret in a plan, so what the file says of them is digested as well;
 * a secret is known by its ciphertext, keyed, so that nobody can try values against it.
 */
export function recordOf(plan: Plan, { sections, ciphertexts, salt }: DigestedFile): PlanRecord {
  const changes = plan.changes.filter(({ leftover }) => !leftover).map(changeLine);
  const configured = Object.entries(sections).map(([key, value]) => lineOf(["config", key], digestOfValue(value)));
  const secrets = Object.entries(ciphertexts).map(([name, ciphertext]) =>
    lineOf(["secret", name], createHmac("sha256", salt).update(ciphertext).digest("hex")),
  );
  const resources = [...changes, ...configured, ...secrets].sort();
  return { format: 1, stack: plan.stack, digest: digestOf(resources), resources };
}
