import { z } from "zod";

/** One user's uploaded export, to be imported. The id is restricted so that it can stand in a log line as it is. */
export const ImportRequest = z.object({
  user_id: z.string().regex(/^[\w.@:-]{1,128}$/, "expected 1 to 128 letters, digits or . _ @ : -"),
  storage_path: z.string().min(1).optional(),
});
