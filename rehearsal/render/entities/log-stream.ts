import { z } from "zod";

const endpoint = z.string().nullish();
const token = z.string().nullish();
const action = z.enum(["send", "drop"]);

/** Body of a PUT of a resource's log stream override: its logs go to an endpoint of its own, or nowhere. */
export const LogStreamInput = z
  .object({ setting: action, endpoint, token })
  .refine(({ setting, endpoint: sent }) => (setting === "send") === Boolean(sent), {
    path: ["endpoint"],
    message: "needed with setting send, and not allowed with drop",
  });

/** Body of a PUT of a workspace's log stream; `preview` says whether previews send theirs too. */
export const OwnerLogStreamInput = z.object({ preview: action, endpoint, token });

/** Settings only: this world sends no logs, and keeps no token. */
export interface LogStream {
  readonly setting: "send" | "drop";
  readonly endpoint: string;
}
export interface OwnerLogStream {
  readonly preview: "send" | "drop";
  readonly endpoint: string;
}

/** Render's JSON of an override. */
export const logStreamJson = (resourceId: string, { setting, endpoint }: LogStream) => ({
  ...{ resourceId, endpoint, setting },
});
