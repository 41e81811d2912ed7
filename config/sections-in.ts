import { parse } from "yaml";
import { z } from "zod";
import { sectionsOf } from "./section-data.ts";

const File = z.looseObject({ config: z.record(z.string(), z.unknown()).nullish() });

/**
 * The sections of a stack file's text as they are written, by name without the namespace; what is encrypted stays so.
 * Nothing is held against the schema.
 * @throws YAMLParseError or ZodError where the text is no stack's file
 */
export const sectionsIn = (text: string): Record<string, unknown> =>
  sectionsOf(File.parse(parse(text, { merge: true }) ?? {}).config ?? {});
