import type { CustomDomain } from "./custom-domain.ts";
import type { Moment } from "./moment.ts";
import type { Notifications } from "./notifications.ts";
import type { ServiceType } from "./service-type.ts";
import type { Settings } from "./settings.ts";
import type { HeaderRule, RouteRule } from "./static-rules.ts";

/** A service of any kind: the record the API answers with, and the values it keeps but never shows in it. */
export interface Service {
  /** `srv-…`, `crn-…` of a cron job. */
  readonly id: string;
  readonly type: ServiceType;
  /** Order of creation. */
  readonly sequence: number;
  readonly ownerId: string;
  readonly createdAt: Moment;
  /** The host's first label; it stays when the service is renamed. */
  readonly slug: string;
  environmentId: string | undefined;
  name: string;
  updatedAt: Moment;
  suspended: boolean;
  settings: Settings;
  readonly env: Map<string, string>;
  readonly secretFiles: Map<string, string>;
  /** By name. */
  readonly customDomains: Map<string, CustomDomain>;
  notifications: Notifications;
  /** The deploy whose instance has the traffic. */
  liveDeployId: string | undefined;
  /** The service that it is a preview of. */
  readonly parent: { readonly id: string; readonly name: string } | undefined;
  /** Of a static site. */
  headers: readonly HeaderRule[];
  routes: readonly RouteRule[];
  /** Of a cron job: runs that fell due up to here have been seen to. */
  scheduledUntil: Moment;
  lastSuccessfulRunAt: Moment | undefined;
}

export const hostOf = (service: Service): string => `${service.slug}.onrender.com`;
export const urlOf = (service: Service): string => `https://${hostOf(service)}`;

/** Where other services of the workspace reach it: its slug, which only this private network knows. */
export const internalHostOf = ({ slug }: Service): string => slug;
