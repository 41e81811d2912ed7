import { type Moment, micros } from "./moment.ts";

/** Something that was done through the API, as a workspace's audit log has it. */
export interface AuditLog {
  readonly id: string;
  /** Position in the log, from 0. */
  readonly sequence: number;
  readonly at: Moment;
  readonly ownerId: string;
  /** Such as `CreateServerEvent`. */
  readonly event: string;
  readonly metadata: Readonly<Record<string, string>>;
}

export const auditLogJson = ({ id, at, event, metadata }: AuditLog) => ({
  ...{ id, timestamp: micros(at), event, status: "success" },
  actor: { type: "rest_api" },
  metadata,
});
