/** A webhook of a repository. It is kept, not called: nothing in a world listens for one. */
export interface Hook {
  readonly id: number;
  readonly name: "web";
  active: boolean;
  events: readonly string[];
  config: { url: string; content_type: string; insecure_ssl: string; secret?: string };
  readonly createdAt: string;
  updatedAt: string;
}
