/** What belongs to a team or user beside its projects. All of it is plain data. */
export interface Owned {
  readonly id: string;
  readonly ownerId: string;
  readonly createdAt: number;
  updatedAt: number;
}

/** A person in a team; the one who invites is its owner. */
export interface TeamMember {
  readonly teamId: string;
  readonly uid: string;
  readonly email: string;
  readonly username: string;
  role: string;
  /** False until the invitation is accepted, which nobody does in a rehearsal. */
  readonly confirmed: boolean;
  projects: { projectId: string; role: string }[];
  readonly createdAt: number;
}

export interface AccessGroup extends Owned {
  name: string;
  members: string[];
  /** Role by project id. */
  readonly projects: Map<string, { role: string; readonly createdAt: number; updatedAt: number }>;
}

/** A variable that several projects share. */
export interface SharedVariable extends Owned {
  readonly key: string;
  value: string;
  type: "sensitive" | "encrypted" | "plain" | "system";
  target: ("production" | "preview" | "development")[];
  projectId: string[];
  applyToAllCustomEnvironments: boolean;
  comment: string | undefined;
}

export interface EdgeConfig extends Owned {
  slug: string;
  readonly items: Map<string, EdgeConfigItem>;
  readonly tokens: Map<string, { readonly id: string; readonly label: string; readonly createdAt: number }>;
  schema: unknown;
}

export interface EdgeConfigItem {
  value: unknown;
  description: string | undefined;
  readonly createdAt: number;
  updatedAt: number;
}

export interface Webhook extends Owned {
  readonly events: readonly string[];
  readonly url: string;
  readonly projectIds: readonly string[];
  readonly secret: string;
}

/** A log or trace drain, as it was asked for. */
export interface Drain extends Owned {
  settings: Readonly<Record<string, unknown>>;
}

export interface AccountDomain extends Owned {
  readonly name: string;
  readonly records: Map<string, DnsRecord>;
}

export interface DnsRecord {
  readonly id: string;
  readonly domain: string;
  name: string;
  readonly type: string;
  value: string;
  ttl: number;
  mxPriority: number | undefined;
  comment: string;
  readonly createdAt: number;
  updatedAt: number;
}

export interface Certificate extends Owned {
  readonly cns: readonly string[];
  readonly expiresAt: number;
}

export interface Network extends Owned {
  name: string;
  readonly cidr: string;
  readonly region: string;
  readonly awsAvailabilityZoneIds: readonly string[];
  status: "create_in_progress" | "ready";
}

export interface MicrofrontendsGroup extends Owned {
  name: string;
  slug: string;
}

export interface UserToken extends Owned {
  readonly name: string;
  readonly expiresAt: number | undefined;
}

export interface BlobStore extends Owned {
  name: string;
  readonly access: string;
  readonly region: string;
  readonly token: string;
  readonly connections: Map<string, BlobConnection>;
  readonly objects: Map<string, BlobObject>;
}

export interface BlobConnection {
  readonly id: string;
  readonly projectId: string;
  envVarEnvironments: string[];
  envVarPrefix: string | null;
}

export interface BlobObject {
  readonly pathname: string;
  readonly contentType: string;
  readonly cacheControl: string;
  readonly size: number;
  readonly etag: string;
  readonly uploadedAt: string;
}

/** A repository of the container registry. */
export interface Repository extends Owned {
  readonly name: string;
  readonly projectId: string;
}
