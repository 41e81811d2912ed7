import { UserError } from "../../providers/protocol/errors.ts";
import type { ProductionDeployment, Reality } from "../site/site.ts";
import type { RollbackTarget } from "./target.ts";

/**
 * To 0 is never refused (S2.10); another percent is where it is no step down, as that would be a promotion.
 * @throws UserError
 */
export function requireDown(to: number, target: RollbackTarget, { production }: Pick<Reality, "production">): void {
  if (to === 0) return;
  const { steps, file, stack } = target;
  const refuse = (code: string, what: string, fix = `npx cutover rollback --stack ${stack} --to 0`) =>
    new UserError(code, `${code}: ${what}\n  at ${file} → cutover:rollout\n  fix: ${fix}`);
  if (steps && !steps.includes(to))
    throw refuse("ROLLBACK_NO_STEP", `${to} % is no step of the ladder: ${steps.join(", ")}`);
  const now = production?.percent;
  if (now === undefined)
    throw refuse("ROLLBACK_UNKNOWN", `nothing tells what users have now, so ${to} % may be more; only 0 % cannot be`);
  const upwards = `npx cutover status --stack ${stack} (says when the next step can open)`;
  if (now < to) throw refuse("ROLLBACK_UP", `users have ${now} %, so ${to} % would be a promotion`, upwards);
}

/** Nobody asks for more than `to`: a rollback would only make people explain it. */
export function isDone(to: number, { declared }: RollbackTarget, { production, flag, hold }: Reality): boolean {
  const asked = declared?.percent ?? 100;
  return production?.percent === to && flag?.value === `${to}` && !hold && asked <= to;
}

/** Somebody else promotes again and again. */
export function overtaken(to: number, serving: ProductionDeployment | undefined): UserError {
  const what = `users are not back at ${to} %: ${serving?.id ?? "another deployment"} serves them, promoted by somebody else or not promotable`;
  return new UserError(
    "ROLLBACK_OVERTAKEN",
    `ROLLBACK_OVERTAKEN: ${what}\n  at Vercel\n  fix: stop what promotes (a pulumi up, a workflow), then run it again`,
  );
}
