import type { Moment } from "./moment.ts";

/** A host name of the customer's own that leads to a service once it is verified. */
export interface CustomDomain {
  readonly id: string;
  /** Order of creation. */
  readonly sequence: number;
  readonly name: string;
  /** The domain that this one redirects to; empty for one that was asked for. */
  readonly redirectForName: string;
  readonly createdAt: Moment;
}

const hostName = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

export const isHostName = (name: string): boolean => hostName.test(name);

const isApex = (name: string) => name.split(".").length === 2;

/** The other of `example.com` and `www.example.com`, which Render adds as a redirect; other names have none. */
export function counterpartOf(name: string): string | undefined {
  if (isApex(name)) return `www.${name}`;
  const rest = name.startsWith("www.") ? name.slice(4) : "";
  return isApex(rest) ? rest : undefined;
}

/** Render's JSON of a domain. None is ever verified: this world has no DNS in which to look for one's records. */
export const customDomainJson = (domain: CustomDomain, time: (moment: Moment) => string) => ({
  id: domain.id,
  name: domain.name,
  domainType: isApex(domain.name) ? "apex" : "subdomain",
  publicSuffix: domain.name.slice(domain.name.lastIndexOf(".") + 1),
  redirectForName: domain.redirectForName,
  verificationStatus: "unverified",
  createdAt: time(domain.createdAt),
});
