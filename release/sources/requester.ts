import type { Sources } from "../../checks/gates/sources.ts";
import { probeWithBody } from "../../checks/http.ts";
import type { Verdict } from "../../checks/verdict.ts";
import type { Subject } from "./open-sources.ts";
import type { RenderServices } from "./render-services.ts";
import { NotMeasurable, reasonOf } from "./unmeasured.ts";

/** Requests to the app as its users reach it. */
export function requester(subject: Subject, services: RenderServices): Sources["http"] {
  return async (target, { request: { path, ...request }, ...probe }, signal) => {
    let address: string;
    try {
      address = await addressOf(target, subject, services, signal);
    } catch (error) {
      return { verdict: unmeasured(`${request.method} ${path}`, reasonOf(error)), body: undefined };
    }
    const asked = { ...probe, name: path, request: { ...request, url: new URL(path, address).href } };
    const { verdict, text } = await probeWithBody(asked, { fetch, now: () => new Date() }, signal);
    return { verdict, body: jsonIn(text) };
  };
}

async function addressOf(
  target: "api" | "frontend",
  { domain, api }: Subject,
  services: RenderServices,
  signal: AbortSignal,
): Promise<string> {
  if (target === "frontend") {
    if (domain === undefined) throw new NotMeasurable("the stack declares no domain of the frontend");
    return `https://${domain}`;
  }
  const url = api ?? (await services.of("api", signal)).serviceDetails.url;
  if (!url) throw new NotMeasurable("Render gives no address for the api");
  return url;
}

function unmeasured(request: string, reason: string): Verdict {
  const at = new Date();
  return {
    name: request,
    outcome: "inconclusive",
    observed: "not asked",
    expected: "an answer",
    differences: [],
    reason,
    warnings: [],
    sampleSize: 0,
    window: { from: at, to: at },
    request,
    at,
  };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
