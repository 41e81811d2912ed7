/** A workspace. */
export interface Owner {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly type: "team" | "user";
}

/** The workspace that a fresh world has; stack files of the examples name its id. */
export const defaultOwner: Owner = {
  id: "tea-0123456789abcdefghij",
  name: "Acme Brains",
  email: "team@acme-brains.example",
  type: "team",
};
