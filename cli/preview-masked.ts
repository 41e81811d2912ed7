import { redact } from "../checks/remote-text.ts";
import type { Review } from "../review/review.ts";

/** Names under which an environment holds what nobody may read. */
const SECRET = /TOKEN|SECRET|PASSWORD|PASSPHRASE|API_KEY|ACCESS_KEY|CREDENTIAL/i;

/**
 * Takes an environment's secrets out of a text, and what stands before the host of an address: GitHub masks them in a job's
 * log, but not in a comment.
 */
export function masker(env: NodeJS.ProcessEnv): (text: string) => string {
  const secrets = Object.entries(env).flatMap(([name, value = ""]) => [
    ...(SECRET.test(name) ? [value] : []),
    ...passwordIn(value),
  ]);
  return (text) => redact(text, secrets).replace(/(\w:\/\/)[^\s/@]+@/g, "$1[redacted]@");
}

function passwordIn(value: string): string[] {
  const { password = "" } = value.includes("://") ? (URL.parse(value) ?? {}) : {};
  return password === "" ? [] : [password, decoded(password)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A review in which the engine's and the backend's own words hold no secret of this environment. */
export function maskedReview(review: Review, mask: (text: string) => string): Review {
  const { errors, policies, plan } = review;
  return {
    ...review,
    errors: errors.map(mask),
    policies: { ...policies, errors: policies.errors.map(mask) },
    plan: { ...plan, said: plan.said.map((one) => ({ ...one, text: mask(one.text) })) },
  };
}
