import { z } from "zod";

/** Body of a PUT of a resource's log stream override: its logs go to an endpoint of its own, or nowhere. */
export const LogStreamInput = z
  .object({
    setting: z.enum(["send", "drop"]),
    endpoint: z.string().nullish(),
    token: z.string().nullish(),
  })
  .refine(({ setting, endpoint }) => (setting === "send") === Boolean(endpoint), {
    path: ["endpoint"],
    message: "needed with setting send, and not allowed with drop",
  });

export type LogStream = z.infer<typeof LogStreamInput>;

/** Render's JSON of an override; its token is never shown. */
export const logStreamJson = (resourceId: string, { setting, endpoint }: LogStream) => ({
  resourceId,
  endpoint: endpoint ?? "",
  setting,
});
