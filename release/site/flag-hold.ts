import type { FlagHold } from "./site.ts";

/** Vercel takes 500 characters of comment in its dashboard. */
const LONGEST = 500;

/** The hold as it stands in the variable's comment: one sentence in brackets, for people and for `holdIn` alike. */
export function sentenceOf({ percent, at, commit, pullRequest }: FlagHold): string {
  const from = commit === undefined ? "" : ` of commit ${commit.slice(0, 40)}`;
  const way = pullRequest === undefined ? "lower the percent in Git" : `merge ${pullRequest}`;
  return `[Cutover: held at ${percent} % since ${at.toISOString()} after a rollback${from}; to lift: ${way}, then pulumi up]`;
}

const marker = /\[?\s*cutover\W{0,3}\s*held\b[^\]]*\]?/i;

/**
 * The hold that a comment tells. Survives edits by hand: other text around it, other case, a lost bracket. What cannot be
 * read any more falls back to what holds more: 0 %, and the time when the variable was last changed.
 */
export function holdIn(comment: string, changedAt: Date): FlagHold | undefined {
  const sentence = marker.exec(comment)?.[0];
  if (sentence === undefined) return undefined;
  const [, percent] = /\bat\s+(100|\d{1,2})\s*%/i.exec(sentence) ?? [];
  const [time] = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/i.exec(sentence) ?? [];
  const [, commit] = /\bcommit\s+([0-9a-f]{7,40})\b/i.exec(sentence) ?? [];
  const [pullRequest] = /https?:\/\/[^\s,;\]]+/.exec(sentence) ?? [];
  const at = new Date(time ?? Number.NaN);
  return {
    percent: Number(percent ?? 0),
    at: Number.isNaN(at.getTime()) ? changedAt : at,
    ...(commit === undefined ? {} : { commit }),
    ...(pullRequest === undefined ? {} : { pullRequest }),
  };
}

/** The comment with this hold and no other; what people wrote around it stays as far as there is room. */
export function commentWith(comment: string, hold: FlagHold | undefined): string {
  const others = comment.replace(marker, " ").replace(/\s+/g, " ").trim();
  if (!hold) return others.slice(0, LONGEST);
  const sentence = sentenceOf(hold);
  const room = LONGEST - sentence.length - 1;
  return room > 0 && others !== "" ? `${others.slice(0, room).trim()} ${sentence}` : sentence.slice(0, LONGEST);
}
