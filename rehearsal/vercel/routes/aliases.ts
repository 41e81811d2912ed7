import { Hono } from "hono";
import { z } from "zod";
import { badRequest, forbidden, notFound } from "../api-error.ts";
import type { Account, Alias, Deployment } from "../entities.ts";
import { PageQuery, page } from "../pages.ts";
import { bodyOf, queryOf } from "../requests.ts";
import { accountOf, deploymentAt, part, versions } from "../scope.ts";
import type { Store } from "../store.ts";
import type { Traffic } from "../traffic.ts";

const ListQuery = PageQuery.extend({ domain: z.string().optional(), projectId: z.string().optional() });
const Exception = z.looseObject({
  override: z.strictObject({ scope: z.literal("alias-protection-override"), action: z.enum(["create", "revoke"]) }),
});
const Assign = z.strictObject({ alias: z.string().min(1), redirect: z.null().optional() });

/** Aliases: host names that a deployment answers for. */
export function aliasRoutes(store: Store, traffic: Traffic): Hono {
  const app = new Hono();
  const ofDeployment = [...versions("/deployments/:id/aliases", 2), ...versions("/now/deployments/:id/aliases", 0, 2)];
  const many = [...versions("/aliases", 2, 3, 4), ...versions("/now/aliases", 0, 2, 3)];
  const one = many.map((path) => `${path}/:alias`);

  app.on("POST", ofDeployment, async (context) => {
    const account = accountOf(store, context);
    const deployment = store.deployment(account, part(context, "id"));
    const { alias: name } = await bodyOf(context, Assign);
    const host = (name.includes(".") ? name : `${name}.vercel.app`).toLowerCase();
    if (deployment.state !== "READY")
      throw badRequest(`The deployment is ${deployment.state}; only a READY one can be aliased`);
    requireOurs(store, account, host);
    const { alias, before } = traffic.assign(host, deployment);
    return context.json({
      uid: alias.id,
      alias: host,
      created: new Date(alias.createdAt).toISOString(),
      ...(before ? { oldDeploymentId: before } : {}),
    });
  });

  app.on("GET", ofDeployment, (context) => {
    const deployment = deploymentAt(store, context);
    const aliases = store.aliasesOf(deployment).map(({ id, alias, createdAt }) => ({
      uid: id,
      alias,
      created: new Date(createdAt).toISOString(),
    }));
    return context.json({ aliases });
  });

  app.on("GET", many, (context) => {
    const account = accountOf(store, context);
    const query = queryOf(context, ListQuery);
    const wanted = [...store.aliases.values()].filter(
      (alias) =>
        store.ownerOf(alias).account.id === account.id &&
        (!query.projectId || alias.projectId === query.projectId) &&
        (!query.domain || alias.alias === query.domain || alias.alias.endsWith(`.${query.domain}`)),
    );
    const { items, pagination } = page(wanted, query);
    return context.json({ aliases: items.map((alias) => aliasAnswer(store, alias)), pagination });
  });

  app.on("GET", one, (context) => {
    const account = accountOf(store, context);
    const name = part(context, "alias");
    // A deployment's own URL is asked for here where it has a protection exception.
    const own = [...store.deployments.values()].find(({ url }) => url === name);
    if (own && store.ownerOf(own).account.id === account.id) return context.json(urlAnswer(store, own));
    return context.json(aliasAnswer(store, aliasOf(store, account, name)));
  });

  app.on("DELETE", one, (context) => {
    traffic.release(aliasOf(store, accountOf(store, context), part(context, "alias")).alias);
    return context.json({ status: "SUCCESS" });
  });

  // A protection exception: one name of a protected project that everybody may visit, a deployment's own URL included.
  app.on(
    "PATCH",
    many
      .filter((path) => !path.includes("/now/"))
      .concat("/aliases")
      .map((path) => `${path}/:alias/protection-bypass`),
    async (context) => {
      const account = accountOf(store, context);
      const { override } = await bodyOf(context, Exception);
      const holder = exceptionHolder(store, account, part(context, "alias"));
      holder.exception = override.action === "create" ? { createdAt: store.now() } : undefined;
      return context.json({ protectionBypass: exceptionAnswer(store, holder) });
    },
  );

  return app;
}

function exceptionHolder(store: Store, account: Account, name: string): Pick<Deployment, "exception"> {
  const own = [...store.deployments.values()].find(({ url, id }) => url === name || id === name);
  if (own && store.ownerOf(own).account.id === account.id) return own;
  return aliasOf(store, account, name);
}

const exceptionAnswer = ({ user }: Store, { exception }: Pick<Deployment, "exception">) =>
  exception
    ? { [user.id]: { createdAt: exception.createdAt, createdBy: user.id, scope: "alias-protection-override" } }
    : {};

/** A name is free to take below `vercel.app`; any other one must be a domain of one of the account's projects. */
function requireOurs(store: Store, account: Account, host: string): void {
  const known = store.aliases.get(host);
  if (known && store.ownerOf(known).account.id !== account.id) throw forbidden(`The alias ${host} is in use`);
  if (host.endsWith(".vercel.app")) return;
  if (!store.projectsOf(account).some(({ domains }) => domains.get(host)?.verified))
    throw forbidden(`You don't have access to the domain ${host}`);
}

function aliasOf(store: Store, account: Account, idOrAlias: string): Alias {
  const alias = [...store.aliases.values()].find((one) => one.id === idOrAlias || one.alias === idOrAlias);
  if (!alias || store.ownerOf(alias).account.id !== account.id) throw notFound("The alias was not found");
  return alias;
}

/** A deployment's own URL, in the form of an alias. */
function urlAnswer(store: Store, deployment: Deployment): Record<string, unknown> {
  const { id, url, projectId, createdAt, exception } = deployment;
  const alias = { id, alias: url, deploymentId: id, projectId, createdAt, updatedAt: createdAt, exception };
  return aliasAnswer(store, alias);
}

function aliasAnswer(store: Store, { exception, id, alias, deploymentId, projectId, createdAt, updatedAt }: Alias) {
  const url = store.deployments.get(deploymentId)?.url;
  return {
    uid: id,
    alias,
    created: new Date(createdAt).toISOString(),
    createdAt,
    updatedAt,
    deploymentId,
    projectId,
    ...(exception ? { protectionBypass: exceptionAnswer(store, { exception }) } : {}),
    ...(url ? { deployment: { id: deploymentId, url, meta: "" } } : {}),
    creator: { uid: store.user.id, email: `${store.user.slug}@rehearsal.example`, username: store.user.slug },
  };
}
