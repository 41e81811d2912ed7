import { remoteText } from "../../checks/remote-text.ts";
import type { Position } from "../evidence/evidence.ts";

/** What is said in the pull request of a rollback. */
export interface Lowering {
  readonly stack: string;
  readonly file: string;
  /** `twin-brains/V2_ROLLOUT_PERCENT`. */
  readonly rollout: string;
  readonly from?: number | undefined;
  readonly to: Position;
  /** ISO 8601. */
  readonly at: string;
  readonly actor: string;
  readonly automatic: boolean;
  readonly reason?: string | undefined;
}

export const titleOf = ({ stack, to }: Lowering): string => `Rolled back: ${stack} is at ${to.percent} %`;

/** Markdown; what people and machines wrote stands in code blocks, where it links, mentions and shows nothing. */
export function bodyOf({ stack, file, rollout, from, to, at, actor, automatic, reason }: Lowering): string {
  const was = from === undefined || from === to.percent ? "" : `from ${from} % `;
  const by = automatic ? "by a rollback criterion" : "by hand";
  return [
    `Users were taken back ${was}to **${to.percent} %** at ${at}, ${by}. Vercel serves that already; this makes Git say the same.`,
    "",
    code([`rollout: ${rollout}`, `actor:   ${actor}`, `reason:  ${reason ?? "not given yet"}`]),
    "",
    `Until it is merged and applied (\`pulumi up --stack ${stack}\`), every update above ${to.percent} % is refused.`,
    `Before the next promotion, say what it was: \`npx cutover rollback explain --stack ${stack} --cause … --fix …\`.`,
    "",
    `Only \`${file}\` changes.`,
  ].join("\n");
}

/** A fence longer than any run of backticks inside. */
function code(lines: readonly string[]): string {
  const text = lines.map((line) => remoteText(line, { longest: 1000 })).join("\n");
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}
