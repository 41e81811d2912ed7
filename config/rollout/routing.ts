import { z } from "zod";
import { positiveDuration } from "../duration.ts";
import { alongOtherFaults, refuse } from "../rule.ts";

const text = (description: string, example: string, longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .meta({ description, examples: [example] });

/** How the share of users on the new version is observed (S2.4): from the frontend's logs, or by a query. */
export const routing = z
  .strictObject({
    logs: z
      .strictObject({
        new: text("In each line about a user of the new version", "routed to v2", 200),
        old: text("In each line about a user of the old one", "routed to v1", 200),
        retention: positiveDuration("How long Vercel keeps the lines", "PT1H").default("PT1H"),
      })
      .exactOptional()
      .meta({ description: "From what production deployments of the frontend log" }),
    query: text(
      "One SELECT of the integers new and total between $1 and $2, where the app records which version ran",
      "select count(*) filter (where version = 'v2') as new, count(*) as total from cutover_gates.requests where at >= $1 and at < $2",
      20_000,
    ).exactOptional(),
    window: positiveDuration("The time that is looked at, back from now", "PT1H").default("PT1H"),
    minSamples: z
      .int()
      .min(1)
      .max(1_000_000)
      .default(200)
      .meta({ description: "With fewer the share is inconclusive (S2.4)" }),
  })
  .superRefine(beObservedInOneWay, alongOtherFaults)
  .superRefine(tellTheLinesApart, alongOtherFaults)
  .meta({ title: "Routing", description: "How the share of users on the new version is observed (S2.4)" });
export type Routing = z.output<typeof routing>;

const Loose = z.looseObject({
  logs: z.looseObject({ new: z.unknown(), old: z.unknown() }).partial().optional().catch({}),
  query: z.unknown(),
});

function beObservedInOneWay(value: unknown, ctx: z.core.$RefinementCtx): void {
  const { logs, query } = Loose.partial().safeParse(value).data ?? {};
  if ((logs === undefined) === (query === undefined)) refuse(ctx, [], "either logs or query", { edit: true });
}

/** A line that matches both texts would be counted twice. */
function tellTheLinesApart(value: unknown, ctx: z.core.$RefinementCtx): void {
  const { new: onNew, old: onOld } = Loose.partial().safeParse(value).data?.logs ?? {};
  if (typeof onNew !== "string" || typeof onOld !== "string") return;
  if (onNew.includes(onOld) || onOld.includes(onNew))
    refuse(ctx, ["logs", "old"], `a text that is not in the same lines as ${JSON.stringify(onNew)}`, { edit: true });
}
