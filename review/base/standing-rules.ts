import { parse, stringify } from "yaml";
import { z } from "zod";
import { NAMESPACE } from "../../config/section-data.ts";
import { sectionsIn } from "../../config/sections-in.ts";
import { environmentOf, looserRules } from "./looser-rules.ts";

/**
 * What a stack's file loosens of the rules that it is judged by, against the one that stands. Nothing where either cannot be
 * read: the preview itself says so.
 */
export function loosenedIn(standing: string, offered: string): readonly string[] {
  try {
    return looserRules(sectionsIn(standing), sectionsIn(offered));
  } catch {
    return [];
  }
}

const File = z.looseObject({ config: z.record(z.string(), z.unknown()) });

/**
 * The text of a stack's file with levels, exemptions and environment of the one that stands; what is production in either
 * of them is production. Everything else, and so the plan, stays the file's own: no resource is declared from these.
 */
export function withStandingRules(standing: string, text: string): string {
  const [were, are] = [sectionsIn(standing), sectionsIn(text)];
  const file = File.parse(parse(text, { merge: true }));
  const { [`${NAMESPACE}policy`]: _own, ...config } = file.config;
  const environment = environmentOf(are) === "production" ? "production" : environmentOf(were);
  return stringify({
    ...file,
    config: {
      ...config,
      ...(were.policy === undefined ? {} : { [`${NAMESPACE}policy`]: were.policy }),
      ...(environment === undefined ? {} : { [`${NAMESPACE}app`]: { ...Object(are.app), environment } }),
    },
  });
}
