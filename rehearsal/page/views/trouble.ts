import type { World } from "../../world.ts";
import type { PartView } from "./view.ts";

/** What a user of the world should know of: requests that nobody answered, and failures that are still to come. */
export function troubleView(world: World): PartView {
  const unanswered = world.unanswered();
  const waiting = world.faults.list();
  return {
    tiles: [
      {
        title: "Faults injected",
        value: String(waiting.length),
        note: waiting.length > 0 ? "they hit what comes next" : "nothing is made to fail",
        tone: waiting.length > 0 ? "busy" : "still",
      },
    ],
    sections: [
      {
        id: "faults",
        title: "Faults that wait",
        column: "wide",
        empty: "None. npx cutover rehearse fault add … injects one.",
        content: {
          kind: "table",
          columns: ["Fault", "Times left"],
          rows: waiting.map(({ times, ...fault }) => [{ code: JSON.stringify(fault) }, { text: String(times) }]),
        },
      },
      {
        id: "unanswered",
        title: "Requests that nobody answered",
        column: "wide",
        empty: "None: every request so far was for something in this world.",
        content: {
          kind: "table",
          columns: ["Request or host"],
          rows: unanswered.map((request) => [{ code: request }]),
        },
      },
    ],
    problems: unanswered.map((request) => `Nobody in this world answers ${request}.`),
    underWay: [],
  };
}
