/** Where recorded answers of the vendor differ from its published document; the emulator follows the recordings. */

/** Members that are null where the document has something else; for the check they stand for `as`, or for nothing. */
export const nulls: readonly { readonly at: RegExp; readonly as?: unknown; readonly reason: string }[] = [
  { at: /^$/, as: [], reason: "an emptied set of headers or routes of a static site comes back null" },
  { at: /(^|\/)commit$/, reason: "null for deploys of an image; the document has an object only" },
  {
    at: /(^|\/)(databasesIds|redisIds|serviceIds|envGroupIds)$/,
    as: [],
    reason: "an environment's lists are null while they are empty",
  },
  { at: /(^|\/)eventFilter$/, as: [], reason: "a webhook's filter comes back null when it was sent null" },
  { at: /(^|\/)ipAllowList$/, as: [], reason: "an empty allow list of a database comes back null" },
  { at: /(^|\/)(serviceLinks|secretFiles|envVars|readReplicas)$/, as: [], reason: "empty lists come back null" },
];

/** Answers with a status that the document does not have for the operation; they are held against that of another. */
export const statuses: readonly {
  readonly of: string;
  readonly answered: number;
  readonly as: number;
  reason: string;
}[] = [
  {
    of: "POST /environments/{environmentId}/resources",
    answered: 201,
    as: 200,
    reason: "recorded; the document says 200",
  },
];

/** Operations that newer documents have, or recordings, but not this one. */
export const undocumented: readonly { readonly operation: RegExp; readonly reason: string }[] = [
  { operation: /^\w+ \/dedicated-ips/, reason: "recorded in 2026, after this copy of the document" },
  { operation: /^\w+ \/redis\/[^/]+\/(suspend|resume)$/, reason: "in the vendor's SDK of 2026, not in this copy" },
  { operation: /^GET \/services\/[^/]+\/outbound-ips$/, reason: "as above" },
  { operation: /^PATCH \/services\/[^/]+\/routes\/[^/]+$/, reason: "as above; this copy has it without the id" },
  { operation: /^POST \/blueprints\/validate$/, reason: "as above" },
  { operation: /^\w+ \/postgres\/[^/]+\/(parameter-overrides|query|promote|replication)/, reason: "as above" },
];

/** Members that the document requires of a schema though it does not describe them, and recorded answers lack them. */
export const notRequired: readonly { readonly schema: string; readonly member: string; readonly reason: string }[] = [
  { schema: "postgresDetail", member: "project", reason: "in no recorded answer, and without a description" },
];

/** Statuses that any operation may answer with, whether the document lists them for it or not. */
export const anywhere: readonly { readonly status: number; readonly reason: string }[] = [
  { status: 400, reason: "refused input; the document leaves it out of half of the operations that take a body" },
  { status: 401, reason: "the document leaves it out for metrics" },
  { status: 404, reason: "recorded for what is gone; the document leaves it out for notifications and cron runs" },
  { status: 405, reason: "a router's answer, of no operation" },
  { status: 406, reason: "the document leaves it out for half of the operations" },
  { status: 409, reason: "name or resource conflicts; documented for some of the operations that have them" },
  { status: 429, reason: "any operation is limited" },
];

/** Errors by the document's own mistakes. */
export const mistakes: readonly { readonly of: string; readonly error: RegExp; readonly reason: string }[] = [
  {
    of: "GET /notification-settings/overrides",
    error: /must have required property 'type'/,
    reason: "the document requires a member that it does not describe",
  },
];
