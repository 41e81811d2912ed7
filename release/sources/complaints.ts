import type { Sources, Window } from "../../checks/gates/sources.ts";
import { remoteText } from "../../checks/remote-text.ts";
import type { Evidence } from "../evidence/evidence.ts";
import { NotMeasurable } from "./unmeasured.ts";

/** Complaints on record. One that came at the very moment that is judged counts. */
export async function complaintsIn(
  evidence: Pick<Evidence, "history"> | undefined,
  { from, to }: Window,
): Promise<Awaited<ReturnType<Sources["complaints"]>>> {
  if (!evidence) throw new NotMeasurable("CUTOVER_DATABASE_URL is not set, so no complaints are on record");
  const { events } = await evidence.history();
  const texts = events.flatMap((event) =>
    event.kind === "complaint" && event.at >= from && event.at <= to ? [remoteText(event.text)] : [],
  );
  return { count: texts.length, texts };
}
