import { subscribe } from "node:diagnostics_channel";
import type { Answered } from "../../rehearsal/core/answers.ts";

const channels = new Map<string, Answered[]>();

/** The answers that a channel tells, to be taken out; one list for all test files that share a process. */
export function answersOf(channel: string): Answered[] {
  const known = channels.get(channel);
  if (known) return known;
  const answers: Answered[] = [];
  channels.set(channel, answers);
  subscribe(channel, (told) => void answers.push(told as Answered));
  return answers;
}
