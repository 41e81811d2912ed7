import { Hono } from "hono";
import { z } from "zod";
import { HTML } from "../answers.ts";
import { invalid, notFound } from "../api-error.ts";
import {
  type Api,
  actorOf,
  type Call,
  type GitHubCore,
  nameIn,
  numberIn,
  repositoryAt,
  type Scope,
  stamp,
} from "../core.ts";
import { fullName, type Repository } from "../entities/repository.ts";
import { type Ruleset, RulesetRequest, type RulesetSettings } from "../entities/ruleset.ts";
import { nextId, nodeId } from "../entities/state.ts";
import { accept, readBody } from "../http/body.ts";
import { page } from "../http/pages.ts";
import { bypassOf } from "../rules/bypass.ts";
import { rulesFor } from "../rules/refs.ts";

const at = "/repos/:owner/:repo/rulesets";

/** Rulesets of a repository, and the rules that hold for a branch. They are enforced on merges and direct pushes. */
export function rulesetRoutes(core: GitHubCore): Api {
  const app = new Hono<Scope>();

  const found = (c: Call, repository: Repository): Ruleset => {
    const ruleset = repository.rulesets.get(numberIn(c, "id"));
    if (!ruleset) throw notFound();
    return ruleset;
  };

  app.get(at, (c) => {
    const repository = repositoryAt(core, c);
    const targets = c.req.query("targets")?.split(",");
    const all = [...repository.rulesets.values()].filter(({ settings }) => targets?.includes(settings.target) ?? true);
    return c.json(
      page(
        c,
        all.map((ruleset) => briefJson(c, repository, ruleset)),
      ),
    );
  });
  app.post(at, async (c) => {
    const repository = repositoryAt(core, c, "admin");
    const settings = await readBody(c, RulesetRequest);
    expectFreeName(repository, settings.name);
    const now = stamp(core);
    const ruleset: Ruleset = { id: nextId(core.state), settings: normal(settings), createdAt: now, updatedAt: now };
    repository.rulesets.set(ruleset.id, ruleset);
    return c.json(rulesetJson(core, c, repository, ruleset), 201);
  });
  app.get(`${at}/rule-suites`, (c) => {
    repositoryAt(core, c, "push");
    return c.json([]);
  });
  app.get(`${at}/:id`, (c) => {
    const repository = repositoryAt(core, c);
    return c.json(rulesetJson(core, c, repository, found(c, repository)));
  });
  app.put(`${at}/:id`, async (c) => {
    const repository = repositoryAt(core, c, "admin");
    const ruleset = found(c, repository);
    // What is left out stays as it is.
    const given = await readBody(c, z.looseObject({}));
    const settings = normal(accept(RulesetRequest, { ...ruleset.settings, ...given }));
    if (settings.name !== ruleset.settings.name) expectFreeName(repository, settings.name);
    ruleset.settings = settings;
    ruleset.updatedAt = stamp(core);
    return c.json(rulesetJson(core, c, repository, ruleset));
  });
  app.delete(`${at}/:id`, (c) => {
    const repository = repositoryAt(core, c, "admin");
    repository.rulesets.delete(found(c, repository).id);
    return c.body(null, 204);
  });

  app.get("/repos/:owner/:repo/rules/branches/:branch{.+}", (c) => {
    const repository = repositoryAt(core, c);
    const held = rulesFor(repository, nameIn(c, "branch"));
    return c.json(
      page(
        c,
        held.map(({ rule, ruleset }) => ({
          ...rule,
          ruleset_source_type: "Repository",
          ruleset_source: fullName(repository),
          ruleset_id: ruleset.id,
        })),
      ),
    );
  });
  return app;
}

/** A ruleset for pushes has no refs; for others GitHub answers both lists. */
function normal(settings: RulesetSettings): RulesetSettings {
  if (settings.target === "push") return settings;
  const { include = [], exclude = [] } = settings.conditions.ref_name ?? {};
  return { ...settings, conditions: { ...settings.conditions, ref_name: { include, exclude } } };
}

function expectFreeName({ rulesets }: Repository, name: string): void {
  if ([...rulesets.values()].some(({ settings }) => settings.name === name)) throw invalid("Name must be unique");
}

function briefJson(c: Call, repository: Repository, { id, settings, createdAt, updatedAt }: Ruleset): object {
  const { name, target, enforcement } = settings;
  return {
    id,
    name,
    target,
    source_type: "Repository",
    source: fullName(repository),
    enforcement,
    node_id: nodeId("RepositoryRuleset", id),
    _links: {
      self: { href: `${c.get("base")}/repos/${fullName(repository)}/rulesets/${id}` },
      html: { href: `${HTML}/${fullName(repository)}/rules/${id}` },
    },
    created_at: createdAt,
    updated_at: updatedAt,
  };
}

function rulesetJson(core: GitHubCore, c: Call, repository: Repository, ruleset: Ruleset): object {
  const { conditions, rules, bypass_actors } = ruleset.settings;
  return {
    ...briefJson(c, repository, ruleset),
    conditions,
    rules,
    bypass_actors,
    current_user_can_bypass: bypassOf(core, repository, ruleset, actorOf(c)),
  };
}
