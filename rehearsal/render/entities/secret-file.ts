import { z } from "zod";

/** A set of secret files; null is the empty one. Each name once. */
export const SecretFileInputs = z
  .array(z.object({ name: z.string().min(1), content: z.string() }))
  .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, "duplicate name")
  .nullish();

/** Body of a PUT of one file. */
export const SecretFileContent = z.object({ content: z.string() });
