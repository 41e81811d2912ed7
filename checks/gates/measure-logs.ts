import { durationMs } from "../../config/duration.ts";
import type { Gate } from "../../config/rollout/gate.ts";
import type { Asked, Question } from "./measurement.ts";
import type { LogAnswer, LogQuery, Window } from "./sources.ts";

type LogFields = NonNullable<Gate["vercelLogs"]>;
type Read = (query: LogQuery, asked: Asked) => Promise<LogAnswer>;

/** `result.count`: lines with one of the texts; passes when there is none. */
export function renderLogsQuestion({ service, ...fields }: NonNullable<Gate["renderLogs"]>): Question {
  return logsQuestion(`the log of the ${service} at Render`, fields, (query, { sources, signal }) =>
    sources.renderLogs(service, query, signal),
  );
}

/** The same of the frontend's production deployments. */
export function vercelLogsQuestion(fields: LogFields): Question {
  return logsQuestion("the frontend's log at Vercel", fields, (query, { sources, signal }) =>
    sources.vercelLogs(query, signal),
  );
}

function logsQuestion(where: string, { text, control, retention }: LogFields, read: Read): Question {
  return {
    request: `lines with ${text.map((one) => JSON.stringify(one)).join(" or ")} in ${where}`,
    pass: "result.count == 0",
    counted: false,
    async ask(window, asked) {
      const [found, controls] = await Promise.all([
        read({ ...window, text }, asked),
        control === undefined
          ? []
          : Promise.all(endsOf(window).map((part) => read({ ...part, text: [control], enough: 1 }, asked))),
      ]);
      if ("unmeasured" in found) return found;
      const { count, lines, more } = found;
      const weak =
        uncovered(window, retention) ?? unseen(control, controls) ?? (more && "there are more lines than were read");
      const seen = controls.reduce((sum, answer) => sum + ("count" in answer ? answer.count : 0), 0);
      return {
        figures: { result: { count }, rows: lines.map((line) => ({ line })) },
        samples: count + seen,
        ...(count > 0 && {
          seen: `${more ? "more than " : ""}${count} ${count === 1 ? "line" : "lines"}, such as: ${lines[0] ?? ""}`,
        }),
        ...(weak && { weak }),
      };
    },
  };
}

function uncovered({ from, to }: Window, retention: string): string | undefined {
  const kept = to.getTime() - durationMs(retention);
  return from.getTime() < kept
    ? `lines are kept for ${retention}, which does not reach back to ${from.toISOString()}`
    : undefined;
}

/** Without a line in each of them, lines were lost, not kept so long, or not written any more: absence proves nothing. */
function endsOf({ from, to }: Window): [Window, Window] {
  const span = to.getTime() - from.getTime();
  return [
    { from, to: new Date(from.getTime() + span / 4) },
    { from: new Date(from.getTime() + span / 2), to },
  ];
}

function unseen(control: string | undefined, [first, last]: readonly LogAnswer[]): string | undefined {
  const text = JSON.stringify(control);
  for (const [answer, where] of [
    [first, "first quarter"],
    [last, "second half"],
  ] as const) {
    if (answer && "unmeasured" in answer) return `no line with ${text} could be looked for: ${answer.unmeasured}`;
    if (answer?.count === 0) return `no line with ${text} in the window's ${where}, so that absence proves nothing`;
  }
  return undefined;
}
