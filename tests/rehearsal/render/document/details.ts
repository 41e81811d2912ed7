import { at, errorsOf } from "./schema.ts";

/** The details that each type of service has. */
const ofService: Readonly<Record<string, string>> = {
  static_site: "staticSiteDetails",
  web_service: "webServiceDetails",
  private_service: "privateServiceDetails",
  background_worker: "backgroundWorkerDetails",
  cron_job: "cronJobDetails",
};
const eventDetails = "/components/schemas/serviceEventWithCursor/properties/event/properties/details/anyOf";

/** Faults of services and events, wherever they are in a body, by the details of their own type. */
export function detailFaults(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  const { type, serviceDetails, details } = value as Record<string, unknown>;
  const inner = Object.values(value).flatMap(detailFaults);
  if (typeof type !== "string") return inner;
  const service = ofService[type];
  if (service && serviceDetails)
    return errorsOf(`/components/schemas/${service}`, serviceDetails)
      .map((error) => `${type}: ${error}`)
      .concat(inner);
  if (!details) return inner;
  const title = type === "plan_changed" ? "instance type changed" : type.replaceAll("_", " ");
  const schemas = at(eventDetails) as readonly { title: string }[] | undefined;
  const index = schemas?.findIndex((schema) => schema.title.toLowerCase() === title) ?? -1;
  return index < 0
    ? inner
    : errorsOf(`${eventDetails}/${index}`, details)
        .map((error) => `${type}: ${error}`)
        .concat(inner);
}
