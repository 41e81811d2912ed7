import { Hono } from "hono";
import { z } from "zod";
import { badRequest, notFound } from "../api-error.ts";
import type { Project } from "../entities.ts";
import { hostCode } from "../ids.ts";
import type { Firewall } from "../project-entities.ts";
import { bodyOf, queryOf } from "../requests.ts";
import { accountOf, part, versions } from "../scope.ts";
import type { Store } from "../store.ts";

const ProjectQuery = z.looseObject({ projectId: z.string() });
const Entry = z.looseObject({ id: z.string().nullish() });
const Config = z.looseObject({
  firewallEnabled: z.boolean(),
  managedRules: z.record(z.string(), z.looseObject({ active: z.boolean() })).nullish(),
  crs: z.record(z.string(), z.looseObject({ active: z.boolean() })).nullish(),
  rules: z.array(Entry).nullish(),
  ips: z.array(Entry).nullish(),
});
const Patch = z.strictObject({ action: z.string(), id: z.string().nullish(), value: z.unknown() });
const BypassQuery = ProjectQuery.extend({
  sourceIp: z.string().optional(),
  domain: z.string().optional(),
  projectScope: z.string().optional(),
});
const Bypass = z.strictObject({
  sourceIp: z.string().optional(),
  domain: z.string().optional(),
  projectScope: z.boolean().optional(),
  allSources: z.boolean().optional(),
  ttl: z.number().optional(),
  note: z.string().optional(),
});
const Attack = z.strictObject({
  projectId: z.string(),
  attackModeEnabled: z.boolean(),
  attackModeActiveUntil: z.number().nullish(),
});

/** The firewall of a project: its configuration, bypass rules, and attack challenge mode. Requests are not held against it. */
export function firewallRoutes(store: Store): Hono {
  const app = new Hono();
  const config = "/v1/security/firewall/config";
  const bypass = "/v1/security/firewall/bypass";
  const projectAt = (context: Parameters<typeof accountOf>[1]) =>
    store.project(accountOf(store, context), queryOf(context, ProjectQuery).projectId);

  app.put(config, async (context) => {
    const project = projectAt(context);
    const given = await bodyOf(context, Config);
    const firewall = firewallOf(project);
    const named = (entries: readonly z.output<typeof Entry>[] | null | undefined, prefix: string) =>
      (entries ?? []).map((entry) => ({ ...entry, id: entry.id || store.ids.next("firewall rule", 16, prefix) }));
    firewall.settings = { ...given, rules: named(given.rules, "rule_"), ips: named(given.ips, "ip_") };
    changed(firewall, store.now());
    return context.json({ active: answer(project, firewall) });
  });
  app.patch(config, async (context) => {
    const project = projectAt(context);
    const firewall = firewallOf(project);
    patch(firewall, await bodyOf(context, Patch), () => store.ids.next("firewall rule", 16, "rule_"));
    changed(firewall, store.now());
    return context.json({});
  });
  app.get(config, (context) => {
    const project = projectAt(context);
    return context.json({
      active: project.firewall ? answer(project, project.firewall) : null,
      draft: null,
      versions: [],
    });
  });
  app.get(`${config}/:version`, (context) => {
    const project = projectAt(context);
    const version = part(context, "version");
    if (!project.firewall || (version !== "active" && version !== String(project.firewall.version)))
      throw notFound("The firewall configuration was not found");
    return context.json(answer(project, project.firewall));
  });

  app.get(bypass, (context) => {
    const project = projectAt(context);
    const { sourceIp, domain, projectScope } = queryOf(context, BypassQuery);
    const rules = [...(project.firewall?.bypass ?? [])].filter(
      ([, rule]) =>
        (!sourceIp || rule.ip === sourceIp) &&
        (!domain || rule.domain === domain) &&
        (projectScope !== "true" || rule.domain === "*"),
    );
    return context.json({ result: rules.map(([id]) => bypassAnswer(project, id)) });
  });
  app.post(bypass, async (context) => {
    const project = projectAt(context);
    const { id, domain, ip, note } = await bypassIn(context);
    firewallOf(project).bypass.set(id, { domain, ip, note, createdAt: store.now() });
    return context.json({ ok: true, result: [bypassAnswer(project, id)], pagination: null });
  });
  app.delete(bypass, async (context) => {
    const project = projectAt(context);
    const { id } = await bypassIn(context);
    if (!project.firewall?.bypass.delete(id)) throw notFound("The bypass rule was not found");
    return context.json({ ok: true });
  });
  // The provider names a rule of the whole project by the domain `*`.
  const bypassIn = async (context: Parameters<typeof accountOf>[1]) => {
    const { sourceIp, domain, projectScope, allSources, note } = await bodyOf(context, Bypass);
    const [on, ip] = [projectScope || domain === "*" ? "*" : domain, allSources ? "0.0.0.0/0" : sourceIp];
    if (!on || !ip) throw badRequest("`sourceIp` and one of `domain` and `projectScope` are required");
    return { id: `${on}#${ip}`, domain: on, ip, note: note ?? "" };
  };

  app.on("POST", versions("/security/attack-mode", 0, 1), async (context) => {
    const { projectId, attackModeEnabled, attackModeActiveUntil } = await bodyOf(context, Attack);
    const project = store.project(accountOf(store, context), projectId);
    project.attackMode = {
      enabled: attackModeEnabled,
      updatedAt: store.now(),
      activeUntil: attackModeActiveUntil ?? null,
    };
    return context.json({ attackModeEnabled, attackModeUpdatedAt: project.attackMode.updatedAt });
  });

  return app;
}

function firewallOf(project: Project): Firewall {
  project.firewall ??= {
    version: 0,
    updatedAt: project.createdAt,
    settings: { firewallEnabled: true, rules: [], ips: [] },
    bypass: new Map(),
  };
  return project.firewall;
}

function changed(firewall: Firewall, now: number): void {
  firewall.version += 1;
  firewall.updatedAt = now;
}

/** One of the vendor's single changes: `firewallEnabled`, `rules.insert|update|remove`, `ip.insert|update|remove`. */
function patch({ settings }: Firewall, { action, id, value }: z.output<typeof Patch>, newId: () => string): void {
  const [noun, verb] = action.split(".");
  const list = noun === "ip" ? "ips" : "rules";
  const entries = settings[list] as Record<string, unknown>[];
  if (action === "firewallEnabled") settings.firewallEnabled = value;
  else if (verb === "insert") settings[list] = [...entries, { ...(value as object), id: newId() }];
  else if (verb === "update")
    settings[list] = entries.map((one) => (one.id === id ? { ...one, ...(value as object) } : one));
  else if (verb === "remove") settings[list] = entries.filter((one) => one.id !== id);
  else throw badRequest(`Invalid action ${action}`);
}

/** The core rule set; what a client leaves out is off. */
const coreRules = Object.fromEntries(
  ["gen", "java", "lfi", "ma", "php", "rce", "rfi", "sd", "sf", "sqli", "xss"].map((name) => [
    name,
    { active: false, action: "log" },
  ]),
);

function answer(project: Project, { version, updatedAt, settings }: Firewall): Record<string, unknown> {
  const { firewallEnabled, managedRules, crs, rules, ips } = settings as z.output<typeof Config>;
  return {
    id: `waf_${hostCode(`${project.id} ${version}`, 12)}`,
    ownerId: project.account.id,
    projectKey: project.id,
    version,
    updatedAt: new Date(updatedAt).toISOString(),
    firewallEnabled,
    ...(managedRules ? { managedRules } : {}),
    ...(crs ? { crs: { ...coreRules, ...crs } } : {}),
    rules: (rules ?? []).map((rule) => ({ ...rule, valid: true })),
    ips: ips ?? [],
    changes: [],
  };
}

/** These fields alone begin with capitals. */
function bypassAnswer(project: Project, id: string): Record<string, unknown> {
  const rule = project.firewall?.bypass.get(id);
  const at = new Date(rule?.createdAt ?? 0).toISOString();
  return {
    OwnerId: project.account.id,
    Id: id,
    Domain: rule?.domain,
    Ip: rule?.ip,
    Note: rule?.note,
    Action: "bypass",
    ProjectId: project.id,
    IsProjectRule: rule?.domain === "*",
    CreatedAt: at,
    UpdatedAt: at,
    UpdatedAtHour: at.slice(0, 13),
  };
}
