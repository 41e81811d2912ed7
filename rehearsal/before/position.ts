import { isMap, parse, parseDocument } from "yaml";
import { z } from "zod";
import { legacyStates } from "../../config/rollout/legacy.ts";
import type { Position } from "../../release/evidence/evidence.ts";
import { settled } from "../../release/ladder/positions.ts";

const ROLLOUT = ["config", "cutover:rollout"];
const File = z.looseObject({
  config: z.looseObject({
    "cutover:rollout": z.looseObject({
      flag: z.string(),
      percent: z.number(),
      legacy: z.looseObject({ state: z.enum(legacyStates).default("serving") }).prefault({}),
    }),
  }),
});

/** The flag of a stack's file, and how far its rollout has come; undefined where it declares none. */
export function rolloutIn(text: string): { readonly flag: string; readonly position: Position } | undefined {
  const { data } = File.safeParse(parse(text, { merge: true }));
  if (!data) return undefined;
  const { flag, percent, legacy } = data.config["cutover:rollout"];
  return { flag, position: settled({ percent, legacy: legacy.state }) };
}

/** The text of a stack's file with another position; one that declares no rollout stays as it is. */
export function atPosition(text: string, { percent, legacy }: Position): string {
  const document = parseDocument(text);
  if (!isMap(document.getIn(ROLLOUT))) return text;
  document.setIn([...ROLLOUT, "percent"], percent);
  document.setIn([...ROLLOUT, "legacy", "state"], legacy);
  return document.toString({ lineWidth: 0 });
}
