import { removeKey, setKey } from "../config-command.ts";
import type { StackFacts } from "../facts.ts";
import { rule } from "../rule.ts";
import { show } from "../show.ts";
import { type CalledService, calledServices } from "../subjects/called-services.ts";
import { Unknown } from "../unknown.ts";
import { faultOfOrigin, listOf } from "./origin.ts";

/** A page of somebody else that may call the API acts in the name of whoever opens it (S1.5). */
export const requireOwnOrigins = rule({
  name: "require-own-origins",
  description: "Each origin that may call the API is a domain of the stack's own frontend.",
  reason:
    "A browser sends a user's requests to the API from every page whose origin is allowed. An origin that is no longer the app's (an old preview, a domain that expired, a partner's page) can be taken over, and then reads and changes users' data in their name.",
  pages: ["https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS"],
  requirements: ["S1.5"],
  severity: "high",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: calledServices,

  judge(service, stack, violation) {
    const hosts = new Set([...stack.domains, ...service.hosts]);
    // Without a frontend nobody says whose pages these are; a value that is unknown is the matter of another rule.
    if (hosts.size === 0 || service.env instanceof Unknown || typeof service.env.ALLOWED_ORIGINS !== "string") return;
    const entries = listOf(service.env.ALLOWED_ORIGINS);
    for (const [index, entry] of entries.entries()) {
      if (faultOfOrigin(entry, stack) || entries.indexOf(entry) < index || isOwn(entry, hosts, service, stack))
        continue;
      const declared = stack.origins?.join(",") === entries.join(",");
      violation(
        `${service.name}: ALLOWED_ORIGINS contains ${show(entry)}, which is no domain of this stack's frontend; expected one of ${[...hosts].join(", ")}`,
        declared
          ? `${removeKey(stack, `cutover:origins[${index}]`)}, or ${addDomain(entry, stack)} if it is the app's`
          : `take it out of ALLOWED_ORIGINS, or ${addDomain(entry, stack)} if it is the app's`,
        declared ? `cutover:origins[${index}]` : undefined,
      );
    }
  },
});

/** Outside of production, private hosts and the addresses that Vercel gives to branches are the app's, too. */
function isOwn(
  origin: string,
  hosts: ReadonlySet<string>,
  { projects }: CalledService,
  { production }: StackFacts,
): boolean {
  const { host, hostname } = new URL(origin);
  if (hosts.has(host)) return true;
  if (production) return false;
  return (
    hosts.has(hostname) ||
    faultOfOrigin(origin, { production: true }) !== undefined ||
    projects.some((name) => hostname.startsWith(`${name}-`) && hostname.endsWith(".vercel.app"))
  );
}

const addDomain = (origin: string, stack: StackFacts) =>
  setKey(stack, `cutover:frontend.domains[${stack.domains.length}]`, new URL(origin).hostname);
