import type { Verdict } from "./verdict.ts";

/** What a verdict that is no pass says about the system, and what to try first. For someone who was just woken up. */
export interface Advice {
  readonly means: string;
  readonly next: string;
}

/** The most telling difference decides; where nothing was measured, the reason does. */
export function adviceOn({ outcome, reason = "", differences }: Verdict): Advice {
  if (outcome === "inconclusive") return match(reason, BY_REASON) ?? UNMEASURED;
  const first = differences[0];
  if (!first) return UNMEASURED;
  return (
    match(first.at === "status" ? `status ${first.observed}` : `${first.at} ${first.observed}`, BY_DIFFERENCE) ?? BODY
  );
}

const match = (text: string, table: readonly (readonly [RegExp, Advice])[]) =>
  table.find(([pattern]) => pattern.test(text))?.[1];

const UNMEASURED: Advice = {
  means: "Nothing was measured, so this says nothing about the deploy itself.",
  next: "Repeat the request below from here and from another network.",
};

const BODY: Advice = {
  means:
    "The process answers, but what it says about itself is not what was declared; the status alone does not count.",
  next: "Read the start-up log of the deploy: a failed import or a missing env var usually shows there.",
};

const BY_REASON: readonly (readonly [RegExp, Advice])[] = [
  [
    /ENOTFOUND|EAI_AGAIN/,
    {
      means: "No address is known for this name: it was never deployed, was deleted, or its DNS is not set up.",
      next: "Compare the host name with the vendor's dashboard, then look at its DNS records.",
    },
  ],
  [
    /ECONNREFUSED|ECONNRESET|SOCKET/,
    {
      means: "The name resolves, but no process answers there: it is not up, or restarts again and again.",
      next: "Read the deploy's log from its end: the last start attempt says why.",
    },
  ],
  [
    /^no answer within/,
    {
      means: "The connection is there, or hangs, and no answer came in time: overloaded, blocked, or still starting.",
      next: "Look at CPU, memory and the log of the service; a cold start may just need a longer timeout.",
    },
  ],
  [
    /CERT|TLS|SSL|certificate/i,
    {
      means: "The TLS certificate is not accepted, so browsers refuse this address as well.",
      next: "Look at the domain's certificate in the vendor's dashboard.",
    },
  ],
];

const BY_DIFFERENCE: readonly (readonly [RegExp, Advice])[] = [
  [
    /^status 3/,
    {
      means:
        "A redirect is not an answer of the app: usual causes are a trailing slash, http for https, or a login page in front.",
      next: "Declare the final path, or open what protects this address to the check.",
    },
  ],
  [
    /^status 40[13]/,
    {
      means: "The app, or a protection in front of it, asks for credentials that the check does not have.",
      next: "See whether deployment protection or a new authentication rule covers this path.",
    },
  ],
  [
    /^status 404/,
    {
      means: "What runs there does not have this route, or the vendor has nothing deployed under this name.",
      next: "Compare the commit of the live deploy with the one you expect.",
    },
  ],
  [
    /^status 429/,
    { means: "The service limits how often it may be called.", next: "Wait, then run the checks again." },
  ],
  [
    /^status 50[234]/,
    {
      means: "The process is not up, is still starting, or says itself that it cannot serve.",
      next: "Read the deploy's log from its end; go back to the previous deploy if users are affected.",
    },
  ],
  [
    /^status 5/,
    {
      means: "The app runs, and fails on this request.",
      next: "Find the request in the app's log: the stack trace is there.",
    },
  ],
  [
    /^status/,
    {
      means: "The app answers this request in another way than was declared.",
      next: "Compare the declared request with what the deployed commit accepts.",
    },
  ],
  [
    /^header access-control-/,
    {
      means:
        "A browser on that origin cannot call this API: to its users the site is broken, whatever the status says.",
      next: "Compare `pulumi config get cutover:origins` with the service's ALLOWED_ORIGINS; env changes need a new deploy.",
    },
  ],
  [
    /^header/,
    {
      means: "The app answers, but without this header as declared; headers are compared byte for byte.",
      next: "See whether the deployed commit sets it, and whether something in front changes it.",
    },
  ],
  [
    /^body not JSON|^body empty/,
    {
      means: "Something other than the app's API answered: often an error page, a placeholder or a login page.",
      next: "Read what was answered, below, and compare the address with the one you expect.",
    },
  ],
  [
    /^duration/,
    {
      means: "The answer is right, but slower than declared.",
      next: "Look at CPU and memory of the service, and at what changed in this deploy.",
    },
  ],
];
