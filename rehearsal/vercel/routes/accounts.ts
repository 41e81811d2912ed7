import { Hono } from "hono";
import { z } from "zod";
import { notFound } from "../api-error.ts";
import type { Account } from "../entities.ts";
import { PageQuery, page } from "../pages.ts";
import { bodyOf, queryOf } from "../requests.ts";
import { part, versions } from "../scope.ts";
import type { Store } from "../store.ts";

/** The token's user and the teams it is in. */
export function accountRoutes(store: Store): Hono {
  return new Hono()
    .get("/v2/user", (context) => context.json({ user: userAnswer(store) }))
    .on("GET", versions("/teams", 0, 1, 2), (context) => {
      const { items, pagination } = page(store.teams, queryOf(context, PageQuery));
      return context.json({ teams: items.map((team) => teamAnswer(store, team)), pagination });
    })
    .on("GET", versions("/teams/:team", 0, 1, 2), (context) => {
      const team = store.team(part(context, "team"));
      if (!team) throw notFound("The specified team could not be found");
      return context.json(teamAnswer(store, team));
    })
    .on("PATCH", versions("/teams/:team", 2), async (context) => {
      const team = store.team(part(context, "team"));
      if (!team) throw notFound("The specified team could not be found");
      const given = await bodyOf(context, z.looseObject({ name: z.string().optional(), slug: z.string().optional() }));
      store.teamSettings.set(team.id, { ...store.teamSettings.get(team.id), ...given });
      return context.json(teamAnswer(store, team));
    });
}

function userAnswer({ user }: Store): Record<string, unknown> {
  return {
    id: user.id,
    username: user.slug,
    name: "Rehearsal",
    email: `${user.slug}@rehearsal.example`,
    avatar: null,
    billing: null,
    createdAt: user.createdAt,
    defaultTeamId: null,
    hasTrialAvailable: false,
    resourceConfig: {},
    softBlock: null,
    stagingPrefix: user.slug,
  };
}

function teamAnswer({ user, teamSettings }: Store, team: Account): Record<string, unknown> {
  const settings = teamSettings.get(team.id);
  return {
    id: team.id,
    slug: team.slug,
    name: team.slug,
    avatar: null,
    billing: { plan: "pro" },
    createdAt: team.createdAt,
    creatorId: user.id,
    description: null,
    sensitiveEnvironmentVariablePolicy: "default",
    membership: {
      confirmed: true,
      confirmedAt: team.createdAt,
      created: team.createdAt,
      createdAt: team.createdAt,
      role: "OWNER",
      uid: user.id,
    },
    resourceConfig: {},
    stagingPrefix: team.slug,
    updatedAt: team.createdAt,
    ...settings,
  };
}
