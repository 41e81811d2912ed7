import type { Context } from "hono";
import type { Account, Deployment, Project } from "./entities.ts";
import type { Store } from "./store.ts";

/** The account that a request's `teamId` or `slug` names. */
export const accountOf = (store: Store, context: Context): Account =>
  store.account(context.req.query("teamId"), context.req.query("slug"));

/** A part of the path. */
export const part = (context: Context, name: string): string => context.req.param(name) ?? "";

/** The project that the path's `:project` names by id or name, in the request's account. */
export const projectAt = (store: Store, context: Context): Project =>
  store.project(accountOf(store, context), part(context, "project"));

/** The deployment that the path's `:id` names by id, host name or alias, in the request's account. */
export const deploymentAt = (store: Store, context: Context): Deployment =>
  store.deployment(accountOf(store, context), part(context, "id"));

/** One path under the version prefixes that clients use for it: `versions("/projects", 8, 11)` → `/v8/projects`, `/v11/projects`; 0 is the path itself. */
export const versions = (path: string, ...numbers: readonly number[]): string[] =>
  numbers.map((number) => (number === 0 ? path : `/v${number}${path}`));
