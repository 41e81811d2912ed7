import { isDeepStrictEqual } from "node:util";
import type { StackFacts } from "../facts.ts";
import { rule } from "../rule.ts";
import { declarationOf, type SharedVariable, sharedVariables, type Variable } from "../subjects/shared-variables.ts";
import { known, Unknown } from "../unknown.ts";
import { baselineOf, expectationOf, fits } from "./baseline.ts";
import { dataStoreOf } from "./data-store.ts";
import { hasOwnRule } from "./dedicated.ts";
import { removeVariable, setSource } from "./set-variable.ts";

/** A token that the API signs and the worker cannot verify looks like an attack, and the job is lost (S1.9). */
export const requireAgreeingServices = rule({
  name: "require-agreeing-services",
  description:
    "API, worker and scheduler have the same value for what the baseline names, for stores and for signing keys.",
  reason:
    "The services of one backend hand work to each other. With different databases, signing keys or settings, a job is written where nobody looks, or its token is refused: each service is healthy by itself, and only the feature is broken.",
  requirements: ["S1.9", "S1.13"],
  severity: "high",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: sharedVariables,

  judge(shared, stack, violation) {
    const { name, variable, here, first } = shared;
    if (hasOwnRule(variable) || !mustAgree(shared, stack) || agree(shared, stack)) return;
    const [one, other] = [declarationOf(variable, first, stack), declarationOf(variable, here, stack)];
    const source = one.source ?? other.source;
    violation(
      `${name}: ${variable} is another one than that of ${first.name}; expected one value for both`,
      [
        // What stands for all services may not stand for one of them as well.
        ...["api", "worker", "scheduler"]
          .filter((side) => stack.env[side]?.[variable] !== undefined)
          .map((side) => removeVariable(stack, side, variable)),
        setSource(stack, "backend", variable, source),
      ].join(" && "),
      other.source === undefined ? undefined : `cutover:env.${other.side}.${variable}`,
    );
  },
});

/** With these, services sign and encrypt what others read. */
const SHARED_KEY =
  /(?:^|_)(?:JWT|SESSION|COOKIE|SIGNING|ENCRYPTION|APP|FERNET|INTERNAL|HMAC)_?(?:SECRET|KEY|TOKEN)(?:_KEY)?$|^SECRET_KEY(?:_BASE)?$/i;

/** What is not as the baseline expects is told by require-complete-baseline, and by nobody else. */
function mustAgree({ variable, here, first }: SharedVariable, stack: StackFacts): boolean {
  const baseline = baselineOf(stack.baseline, "backend");
  const expectation = baseline && expectationOf(baseline, variable);
  const isAsExpected = ({ value }: Variable) =>
    expectation === undefined || value instanceof Unknown || fits(expectation, String(value));
  if (expectation !== undefined) return isAsExpected(here) && isAsExpected(first);
  return (
    SHARED_KEY.test(variable) || [here, first].every((one) => dataStoreOf(variable, one.value, one.env) !== undefined)
  );
}

/** By their values where both are known, else by where they come from. Who signs in to a database may differ. */
function agree({ variable, here, first }: SharedVariable, stack: StackFacts): boolean {
  if (first.value instanceof Unknown || here.value instanceof Unknown) {
    const [one, other] = [first, here].map((service) => declarationOf(variable, service, stack).source);
    if (one !== undefined && other !== undefined) return isDeepStrictEqual(one, other);
    const [until, otherUntil] = [first, here].map(({ value }) => (value instanceof Unknown ? value.until : null));
    return until === otherUntil || known(first.value, `env.${variable}`) === known(here.value, `env.${variable}`);
  }
  const [store, otherStore] = [first, here].map(({ value, env }) => dataStoreOf(variable, value, env));
  return first.value === here.value || (store !== undefined && store === otherStore);
}
