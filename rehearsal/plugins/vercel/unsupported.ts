import { z } from "zod";

/** Version of `@pulumiverse/vercel` whose plugin this stands in for. */
export const version = "5.4.1";

const reason =
  "is not supported by the rehearsal's stand-in for the vercel plugin; " +
  `leave it out, or install the real one: pulumi plugin install resource vercel ${version} --server github://api.github.com/pulumiverse`;

/** A property that the real plugin has and this one does not: given, it is a fault, never ignored. */
export const unsupported = z.never({ error: reason }).optional();
