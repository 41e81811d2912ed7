import { durationMs } from "../../config/duration.ts";
import { ROUTING_GATE } from "../../config/rollout/fit-names.ts";
import type { Routing } from "../../config/rollout/routing.ts";
import { remoteText } from "../remote-text.ts";
import { wilson } from "../wilson.ts";
import type { GateContext } from "./gate-context.ts";
import { GateMisdeclared } from "./gate-misdeclared.ts";
import type { GateVerdict } from "./gate-verdict.ts";
import type { Judged } from "./judge.ts";
import { type Frame, measuring, type NotMeasured, notMeasured, windowOf } from "./measurement.ts";
import type { Window } from "./sources.ts";
import { type Bounded, withDeadline } from "./with-deadline.ts";

/** How many users went where. */
interface Share {
  readonly onNew: number;
  readonly onOld: number;
  readonly weak?: string;
}

/**
 * Whether as many users get the new version as declared (S2.4): the 99 % Wilson interval of the observed share contains the
 * declared one. At 0 and 100 % a single user of the other version fails it.
 * @throws GateMisdeclared; when `context.signal` is aborted, its reason
 */
export async function evaluateRouting(routing: Routing, context: GateContext): Promise<GateVerdict> {
  const { percent, now } = context;
  const window = windowOf(routing, context);
  const share = await withDeadline(context, (bounded) =>
    bounded.inTime(measuring(window, bounded, () => shareOf(routing, window, bounded))),
  );
  const frame: Frame = {
    name: ROUTING_GATE,
    expected: `${percent} % of users on the new version`,
    warnings: [],
    window,
    request: requestOf(routing),
    at: now,
  };
  if ("unmeasured" in share) return notMeasured(frame, share);
  const { onNew, onOld } = share;
  const total = onNew + onOld;
  const judged = judgeShare(share, percent, routing.minSamples);
  const observed = total === 0 ? "nobody" : `${rounded((100 * onNew) / total)} % (${onNew} of ${total})`;
  const differences = judged.outcome === "fail" ? [{ at: ROUTING_GATE, observed, expected: frame.expected }] : [];
  const result = { new: onNew, total, ...(total > 0 && { share: rounded((100 * onNew) / total) }) };
  return { ...frame, ...judged, observed, differences, sampleSize: total, figures: { result, rows: [] } };
}

function judgeShare({ onNew, onOld, weak }: Share, percent: number, minSamples: number): Judged {
  const total = onNew + onOld;
  const stray = percent === 0 ? onNew : percent === 100 ? onOld : 0;
  if (stray > 0) return { outcome: "fail" };
  if (total < minSamples)
    return { outcome: "inconclusive", reason: `${total} samples; at least ${minSamples} are needed` };
  const { low, high } = wilson(onNew, total);
  // At the ends the interval reaches them but for the last bit of a fraction.
  const inside = percent === 0 || percent === 100 || (low <= percent / 100 && percent / 100 <= high);
  if (!inside) return { outcome: "fail" };
  return weak ? { outcome: "inconclusive", reason: weak } : { outcome: "pass" };
}

const shareOf = ({ logs, query = "" }: Routing, window: Window, context: Bounded) =>
  logs ? fromLogs(logs, window, context) : fromQuery(query, window, context);

async function fromLogs(
  logs: NonNullable<Routing["logs"]>,
  window: Window,
  { sources, signal }: Bounded,
): Promise<Share | NotMeasured> {
  const count = (text: string) => sources.vercelLogs({ ...window, text: [text] }, signal);
  const [onNew, onOld] = await Promise.all([count(logs.new), count(logs.old)]);
  if ("unmeasured" in onNew) return onNew;
  if ("unmeasured" in onOld) return onOld;
  const kept = window.to.getTime() - durationMs(logs.retention);
  const weak = window.from.getTime() < kept && `lines are kept for ${logs.retention}, less than what is looked at`;
  return { onNew: onNew.count, onOld: onOld.count, ...(weak && { weak }) };
}

async function fromQuery(query: string, window: Window, { sources, signal }: Bounded): Promise<Share | NotMeasured> {
  const answer = await sources.sql(query, window, { timeoutMs: 10_000, signal });
  if ("misdeclared" in answer) throw new GateMisdeclared(ROUTING_GATE, "routing.query", { what: answer.misdeclared });
  if ("unmeasured" in answer) return answer;
  const [row] = answer.rows;
  if (!row) return { unmeasured: "the query gave no row" };
  const { new: onNew = null, total = null } = row;
  if (onNew === null || total === null) return { unmeasured: "the query gave no new, or no total" };
  if (!isCount(onNew) || !isCount(total) || onNew > total)
    throw new GateMisdeclared(ROUTING_GATE, "routing.query", {
      what: "new and total are not whole numbers, new within total",
    });
  return { onNew, onOld: total - onNew };
}

const isCount = (value: unknown): value is number =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
const rounded = (value: number) => Math.round(value * 100) / 100;

const requestOf = ({ logs, query }: Routing) =>
  remoteText(
    logs
      ? `lines with ${JSON.stringify(logs.new)} or ${JSON.stringify(logs.old)} in the frontend's log at Vercel`
      : (query ?? ""),
    { longest: 400 },
  );
