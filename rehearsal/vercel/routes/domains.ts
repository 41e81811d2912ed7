import { Hono } from "hono";
import { z } from "zod";
import { ApiError, badRequest, notFound } from "../api-error.ts";
import type { Project, ProjectDomain } from "../entities.ts";
import { hostCode } from "../ids.ts";
import { PageQuery, page } from "../pages.ts";
import { addDomain } from "../projects.ts";
import { bodyOf, queryOf } from "../requests.ts";
import { accountOf, part, projectAt, versions } from "../scope.ts";
import type { Store } from "../store.ts";
import type { Traffic } from "../traffic.ts";
import { environmentIn } from "./custom-environments.ts";

const Patch = z.strictObject({
  customEnvironmentId: z.string().nullish(),
  gitBranch: z.string().nullish(),
  redirect: z.string().nullish(),
  redirectStatusCode: z.union([z.literal(301), z.literal(302), z.literal(307), z.literal(308)]).nullish(),
});
const Host = z
  .string()
  .regex(/^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/i, "is not a domain name")
  .transform((host) => host.toLowerCase());
const Create = Patch.extend({ name: Host });
const Move = z.strictObject({ projectId: z.string(), gitBranch: z.string().nullish(), redirect: z.string().nullish() });

/** A project's domains. */
export function domainRoutes(store: Store, traffic: Traffic): Hono {
  const app = new Hono();
  const many = "/projects/:project/domains";
  const one = `${many}/:domain`;
  /** A name that another account holds is added too, and waits for its verification. */
  const add = (project: Project, name: string) => {
    const holder = [...store.projects.values()].find(({ domains }) => domains.get(name)?.verified);
    if (project.domains.has(name)) throw inUse(400, name, project);
    if (holder?.account.id === project.account.id) throw inUse(409, name, holder);
    return addDomain(store, project, name, holder === undefined);
  };

  app.on("POST", versions(many, 8, 9, 10), async (context) => {
    const project = projectAt(store, context);
    const { name, ...wanted } = await bodyOf(context, Create);
    requireRedirect(project, wanted);
    const domain = add(project, name);
    change(project, domain, wanted);
    traffic.openDomain(project, domain);
    return context.json(domainAnswer(project, domain));
  });

  // `vercel domains add`: the name is called `domain`, and all of the project's domains come back.
  app.post("/projects/:project/alias", async (context) => {
    const project = projectAt(store, context);
    const { domain: name } = await bodyOf(context, z.looseObject({ domain: Host }));
    traffic.openDomain(project, add(project, name));
    return context.json(
      [...project.domains.values()].map((domain) => ({ ...domainAnswer(project, domain), domain: domain.name })),
    );
  });

  app.on("GET", versions(many, 8, 9, 10), (context) => {
    const project = projectAt(store, context);
    const { items, pagination } = page(project.domains.values(), queryOf(context, PageQuery));
    return context.json({ domains: items.map((domain) => domainAnswer(project, domain)), pagination });
  });

  app.on("GET", versions(one, 8, 9, 10), (context) => {
    const project = projectAt(store, context);
    return context.json(domainAnswer(project, domainOf(project, part(context, "domain"))));
  });

  app.on("PATCH", versions(one, 8, 9, 10), async (context) => {
    const project = projectAt(store, context);
    const domain = domainOf(project, part(context, "domain"));
    const wanted = await bodyOf(context, Patch);
    requireRedirect(project, wanted);
    change(project, domain, wanted);
    domain.updatedAt = store.now();
    traffic.release(domain.name);
    traffic.openDomain(project, domain);
    return context.json(domainAnswer(project, domain));
  });

  app.on("POST", versions(`${one}/move`, 1), async (context) => {
    const from = projectAt(store, context);
    const { name } = domainOf(from, part(context, "domain"));
    const { projectId, ...wanted } = await bodyOf(context, Move);
    const to = store.project(accountOf(store, context), projectId);
    from.domains.delete(name);
    traffic.release(name);
    const domain = addDomain(store, to, name);
    change(to, domain, wanted);
    traffic.openDomain(to, domain);
    return context.json(domainAnswer(to, domain));
  });

  app.on("DELETE", versions(one, 8, 9, 10), (context) => {
    const project = projectAt(store, context);
    const { name } = domainOf(project, part(context, "domain"));
    project.domains.delete(name);
    traffic.release(name);
    return context.json({});
  });

  app.on("POST", versions(`${one}/verify`, 8, 9, 10), (context) => {
    const project = projectAt(store, context);
    const domain = domainOf(project, part(context, "domain"));
    const held = [...store.projects.values()].some(
      ({ id, domains }) => id !== project.id && domains.get(domain.name)?.verified,
    );
    if (held)
      throw new ApiError(
        400,
        "missing_txt_record",
        `Domain _vercel.${apexOf(domain.name)} is missing required TXT Record`,
      );
    domain.verified = true;
    traffic.openDomain(project, domain);
    return context.json(domainAnswer(project, domain));
  });

  return app;
}

function domainOf(project: Project, name: string): ProjectDomain {
  const domain = project.domains.get(name.toLowerCase());
  if (!domain) throw notFound("The domain is not assigned to the project");
  return domain;
}

function change(project: Project, domain: ProjectDomain, wanted: z.output<typeof Patch>): void {
  const { gitBranch, customEnvironmentId: custom, redirect, redirectStatusCode } = wanted;
  if (custom !== undefined) domain.customEnvironmentId = custom === null ? null : environmentIn(project, custom).id;
  if (gitBranch !== undefined) domain.gitBranch = gitBranch;
  if (redirect !== undefined) domain.redirect = redirect;
  if (redirectStatusCode !== undefined) domain.redirectStatusCode = redirectStatusCode;
}

function requireRedirect({ domains }: Project, { redirect }: z.output<typeof Patch>): void {
  if (redirect && !domains.has(redirect))
    throw badRequest(`The redirect target ${redirect} is not a domain of the project`);
}

const inUse = (status: 400 | 409, name: string, { id, name: project }: Project) =>
  new ApiError(
    status,
    "domain_already_in_use",
    `Cannot add ${name} since it's already in use by ${status === 400 ? "this project" : `your project ${project}`}.`,
    { projectId: id },
  );

/** The last two labels; public suffixes of more labels do not matter in a rehearsal. */
const apexOf = (name: string) => name.split(".").slice(-2).join(".");

function domainAnswer({ id }: Project, domain: ProjectDomain): Record<string, unknown> {
  const apexName = domain.name.endsWith(".vercel.app") ? "vercel.app" : apexOf(domain.name);
  const challenge = {
    type: "TXT",
    domain: `_vercel.${apexName}`,
    value: `vc-domain-verify=${domain.name},${hostCode(`${id} ${domain.name}`, 20)}`,
    reason: "pending_domain_verification",
  };
  return {
    ...domain,
    apexName,
    projectId: id,
    ...(domain.verified ? {} : { verification: [challenge] }),
  };
}
