import { z } from "zod";
import { RulesetInputs, switches } from "./ruleset-inputs.ts";

/** What is sent: GitHub's names, and what was left out as the real plugin fills it in. */
export function requestOf({ name, target, enforcement, conditions, bypassActors = [], rules }: RulesetInputs): object {
  const { pullRequest: review, requiredStatusChecks: checks } = rules;
  return {
    name,
    target,
    enforcement,
    bypass_actors: bypassActors.map(({ actorId, actorType, bypassMode }) => ({
      ...(actorId ? { actor_id: actorId } : {}),
      actor_type: actorType,
      bypass_mode: bypassMode,
    })),
    conditions: {
      ref_name: { include: conditions?.refName.includes ?? [], exclude: conditions?.refName.excludes ?? [] },
    },
    rules: [
      ...Object.entries(switches).flatMap(([key, type]) => (rules[key as keyof typeof switches] ? [{ type }] : [])),
      ...(review
        ? [
            {
              type: "pull_request",
              parameters: {
                allowed_merge_methods: review.allowedMergeMethods ?? ["merge", "squash", "rebase"],
                dismiss_stale_reviews_on_push: review.dismissStaleReviewsOnPush ?? false,
                require_code_owner_review: review.requireCodeOwnerReview ?? false,
                require_last_push_approval: review.requireLastPushApproval ?? false,
                required_approving_review_count: review.requiredApprovingReviewCount ?? 0,
                required_review_thread_resolution: review.requiredReviewThreadResolution ?? false,
              },
            },
          ]
        : []),
      ...(checks
        ? [
            {
              type: "required_status_checks",
              parameters: {
                do_not_enforce_on_create: checks.doNotEnforceOnCreate ?? false,
                strict_required_status_checks_policy: checks.strictRequiredStatusChecksPolicy ?? false,
                required_status_checks: checks.requiredChecks.map(({ context, integrationId }) => ({
                  context,
                  ...(integrationId ? { integration_id: integrationId } : {}),
                })),
              },
            },
          ]
        : []),
    ],
  };
}

const Parameters = z.looseObject({});
/** A ruleset as GitHub answers it. */
export const RulesetAnswer = z.object({
  id: z.number(),
  node_id: z.string(),
  name: z.string(),
  target: z.string(),
  enforcement: z.string(),
  bypass_actors: z
    .array(z.object({ actor_id: z.number().nullish(), actor_type: z.string(), bypass_mode: z.string() }))
    .default([]),
  conditions: z.object({
    ref_name: z.object({ include: z.array(z.string()), exclude: z.array(z.string()) }).optional(),
  }),
  rules: z.array(z.object({ type: z.string(), parameters: Parameters.optional() })),
});
type RulesetAnswer = z.output<typeof RulesetAnswer>;

/** The inputs that this ruleset amounts to. @throws ZodError for a rule that the stand-in does not know */
export function inputsOf(repository: string, answer: RulesetAnswer): RulesetInputs {
  const byType = new Map(answer.rules.map(({ type, parameters }) => [type, parameters ?? {}]));
  const review = byType.get("pull_request");
  const checks = byType.get("required_status_checks");
  const on = Object.entries(switches).flatMap(([key, type]) => (byType.has(type) ? [[key, true] as const] : []));
  const { ref_name: ref = { include: [], exclude: [] } } = answer.conditions;
  const { name, target, enforcement, bypass_actors: actors } = answer;
  return RulesetInputs.parse({
    name,
    repository,
    target,
    enforcement,
    conditions: { refName: { includes: ref.include, excludes: ref.exclude } },
    ...(actors.length > 0 && {
      bypassActors: actors.map((actor) => ({
        ...(actor.actor_id ? { actorId: actor.actor_id } : {}),
        actorType: actor.actor_type,
        bypassMode: actor.bypass_mode,
      })),
    }),
    rules: {
      ...Object.fromEntries(on),
      ...(review && {
        pullRequest: {
          allowedMergeMethods: review.allowed_merge_methods,
          dismissStaleReviewsOnPush: review.dismiss_stale_reviews_on_push,
          requireCodeOwnerReview: review.require_code_owner_review,
          requireLastPushApproval: review.require_last_push_approval,
          requiredApprovingReviewCount: review.required_approving_review_count,
          requiredReviewThreadResolution: review.required_review_thread_resolution,
        },
      }),
      ...(checks && {
        requiredStatusChecks: {
          doNotEnforceOnCreate: checks.do_not_enforce_on_create ?? false,
          strictRequiredStatusChecksPolicy: checks.strict_required_status_checks_policy,
          requiredChecks: Required.parse(checks.required_status_checks).map(({ context, integration_id: id }) => ({
            context,
            ...(id ? { integrationId: id } : {}),
          })),
        },
      }),
    },
  });
}

const Required = z.array(z.object({ context: z.string(), integration_id: z.number().nullish() }));
