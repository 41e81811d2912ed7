import { Hono } from "hono";
import { z } from "zod";
import { ApiError, badRequest, forbidden, notFound } from "../api-error.ts";
import type { Account } from "../entities.ts";
import { PageQuery, page } from "../pages.ts";
import { bodyOf, queryOf } from "../requests.ts";
import { accountOf, part, versions } from "../scope.ts";
import type { Store } from "../store.ts";
import type { AccountDomain, DnsRecord } from "../team-entities.ts";

const types = ["A", "AAAA", "ALIAS", "CAA", "CNAME", "HTTPS", "MX", "SRV", "TXT", "NS"] as const;
const Srv = z.strictObject({
  priority: z.number().nullish(),
  weight: z.number().nullish(),
  port: z.number().nullish(),
  target: z.string().nullish(),
});
const Create = z.strictObject({
  type: z.enum(types),
  name: z.string().default(""),
  value: z.string().optional(),
  ttl: z.number().int().min(60).max(2147483647).nullish(),
  mxPriority: z.number().int().min(0).nullish(),
  srv: Srv.nullish(),
  comment: z.string().optional(),
});
const Update = Create.partial().extend({
  name: z.string().nullish(),
  value: z.string().nullish(),
  type: z.enum(types).nullish(),
});
const nameservers = ["ns1.vercel-dns.com", "ns2.vercel-dns.com"];

/** Domains of an account and their DNS records. Nothing resolves by them. */
export function dnsRoutes(store: Store): Hono {
  const app = new Hono();
  const domains = versions("/domains", 4, 5, 6, 7);
  const one = versions("/domains/:domain", 0, 3, 4, 5, 6);
  const records = versions("/domains/:domain/records", 0, 2, 3, 4, 5);
  const record = versions("/domains/records/:record", 0, 1, 4);

  app.on("POST", domains, async (context) => {
    const account = accountOf(store, context);
    const { name } = await bodyOf(context, z.looseObject({ name: z.string().min(3) }));
    const known = store.domains.get(name);
    if (known && known.ownerId === account.id)
      throw new ApiError(409, "conflict", `The domain ${name} is in your account already`);
    return context.json({ domain: domainAnswer(store, domainOf(store, account, name)) });
  });
  app.on("GET", domains, (context) => {
    const { items, pagination } = page(
      store.ownedBy(store.domains, accountOf(store, context)),
      queryOf(context, PageQuery),
    );
    return context.json({ domains: items.map((domain) => domainAnswer(store, domain)), pagination });
  });
  app.on("GET", one, (context) => {
    const domain = store.domains.get(part(context, "domain"));
    if (domain?.ownerId !== accountOf(store, context).id) throw notFound("The domain was not found");
    return context.json({ domain: domainAnswer(store, domain) });
  });
  app.on("DELETE", one, (context) => {
    const domain = store.domains.get(part(context, "domain"));
    if (domain?.ownerId !== accountOf(store, context).id) throw notFound("The domain was not found");
    store.domains.delete(domain.name);
    return context.json({ uid: domain.id });
  });
  app.get("/v6/domains/:domain/config", (context) => {
    accountOf(store, context);
    return context.json({
      configuredBy: "A",
      acceptedChallenges: ["dns-01", "http-01"],
      recommendedIPv4: [
        { rank: 1, value: ["216.198.79.1"] },
        { rank: 2, value: ["76.76.21.21"] },
      ],
      recommendedCNAME: [
        { rank: 1, value: "0123456789abcdef.vercel-dns-017.com." },
        { rank: 2, value: "cname.vercel-dns.com." },
      ],
      misconfigured: false,
    });
  });

  app.on("POST", records, async (context) => {
    const domain = domainOf(store, accountOf(store, context), part(context, "domain"));
    const { type, name, value, ttl, mxPriority, srv, comment } = await bodyOf(context, Create);
    const now = store.now();
    const made: DnsRecord = {
      id: store.ids.next("dns record", 24, "rec_"),
      ...{
        domain: domain.name,
        name,
        type,
        ttl: ttl ?? 60,
        mxPriority: mxPriority ?? undefined,
        comment: comment ?? "",
      },
      value: recordValue(type, value, mxPriority, srv),
      ...{ createdAt: now, updatedAt: now },
    };
    domain.records.set(made.id, made);
    return context.json({ uid: made.id, updated: now });
  });
  app.on("GET", records, (context) => {
    const domain = domainOf(store, accountOf(store, context), part(context, "domain"));
    const { items, pagination } = page(domain.records.values(), queryOf(context, PageQuery));
    return context.json({ records: items.map((each) => listAnswer(store, each)), pagination });
  });
  app.on("GET", record, (context) => {
    const known = recordAt(store, context);
    return context.json({ ...recordAnswer(store, known), type: known.type });
  });
  app.on("PATCH", record, async (context) => {
    const known = recordAt(store, context);
    const { name, value, ttl, mxPriority, srv, comment } = await bodyOf(context, Update);
    const before = known.type === "MX" ? known.value.split(" ")[1] : known.value;
    known.name = name ?? known.name;
    known.ttl = ttl ?? known.ttl;
    known.mxPriority = mxPriority ?? known.mxPriority;
    known.comment = comment ?? known.comment;
    if (known.type !== "SRV" || srv) known.value = recordValue(known.type, value ?? before, known.mxPriority, srv);
    known.updatedAt = store.now();
    return context.json(recordAnswer(store, known));
  });
  app.on(
    "DELETE",
    records.map((path) => `${path}/:record`),
    (context) => {
      const known = recordAt(store, context);
      store.domains.get(known.domain)?.records.delete(known.id);
      return context.json({});
    },
  );

  return app;
}

/** A domain of the account; one that nobody has yet is the account's from now on. */
export function domainOf(store: Store, account: Account, name: string): AccountDomain {
  const known = store.domains.get(name);
  if (known && known.ownerId !== account.id) throw forbidden(`You don't have access to the domain ${name}`);
  const domain = known ?? { ...store.made(account, "domain", 24), name, records: new Map() };
  store.domains.set(name, domain);
  return domain;
}

function recordAt(store: Store, context: Parameters<typeof accountOf>[1]): DnsRecord {
  const id = part(context, "record");
  const domains = store.ownedBy(store.domains, accountOf(store, context));
  const found = domains.map(({ records }) => records.get(id)).find((one) => one !== undefined);
  if (!found) throw notFound("The DNS record was not found");
  return found;
}

/** The vendor keeps priority and the like of MX and SRV records in the value. */
function recordValue(
  type: string,
  value: string | undefined,
  mxPriority: number | null | undefined,
  srv: z.output<typeof Srv> | null | undefined,
) {
  if (type === "SRV") {
    if (!srv) throw badRequest("Missing required property `srv`");
    return [srv.priority ?? 0, srv.weight ?? 0, srv.port ?? 0, srv.target ?? ""].join(" ").trimEnd();
  }
  if (value === undefined) throw badRequest("Missing required property `value`");
  return type === "MX" ? `${mxPriority ?? 0} ${value}` : value;
}

function domainAnswer({ user }: Store, { id, name, ownerId, createdAt }: AccountDomain): Record<string, unknown> {
  return {
    ...{ id, name, createdAt, boughtAt: null, expiresAt: null, renew: false, verified: true, echMode: "disabled" },
    creator: {
      id: user.id,
      username: user.slug,
      email: `${user.slug}@rehearsal.example`,
      customerId: null,
      isDomainReseller: false,
    },
    nameservers,
    intendedNameservers: nameservers,
    serviceType: "zeit.world",
    suffix: false,
    teamId: ownerId === user.id ? null : ownerId,
    userId: user.id,
    transferredAt: null,
  };
}

const recordAnswer = ({ user }: Store, { id, domain, name, type, value, ttl, comment, createdAt }: DnsRecord) => ({
  ...{ id, domain, name, value, ttl, comment, createdAt, creator: user.id },
  recordType: type,
  type: "record",
});

const listAnswer = (
  { user }: Store,
  { id, name, type, value, ttl, mxPriority, comment, createdAt, updatedAt }: DnsRecord,
) => ({
  ...{ id, slug: id, name, type, value, ttl, comment, creator: user.id, createdAt, updatedAt },
  ...{ created: createdAt, updated: updatedAt },
  ...(mxPriority === undefined ? {} : { mxPriority, priority: mxPriority }),
});
