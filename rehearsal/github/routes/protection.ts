import { Hono } from "hono";
import { z } from "zod";
import { ApiError } from "../api-error.ts";
import { type Api, type Call, type GitHubCore, nameIn, repositoryAt, type Scope } from "../core.ts";
import { type Protection, ProtectionRequest } from "../entities/protection.ts";
import { readBody } from "../http/body.ts";
import { branchesOf } from "../rules/refs.ts";
import { checksJson, protectionJson, reviewsJson } from "./protection-answer.ts";

const at = "/repos/:owner/:repo/branches/:branch{.+}/protection";

/** Classic branch protection (v3). PUT sets the whole of it. */
export function protectionRoutes(core: GitHubCore): Api {
  const app = new Hono<Scope>();

  const place = (c: Call) => {
    const repository = repositoryAt(core, c, "admin");
    const branch = nameIn(c, "branch");
    if (!branchesOf(core, repository).has(branch)) throw new ApiError(404, "Branch not found");
    return { protections: repository.protections, branch };
  };
  const found = (c: Call): Protection => {
    const { protections, branch } = place(c);
    const protection = protections.get(branch);
    if (!protection) throw new ApiError(404, "Branch not protected");
    return protection;
  };
  const urlOf = (c: Call) =>
    `${c.get("base")}${c.req.path.replace(/^\/api\/v3/, "").replace(/\/protection\/.*$/, "/protection")}`;

  app.get(`${at}/required_signatures`, (c) => c.json(signatures(c)));
  app.post(`${at}/required_signatures`, (c) => {
    found(c).requiredSignatures = true;
    return c.json(signatures(c));
  });
  app.delete(`${at}/required_signatures`, (c) => {
    found(c).requiredSignatures = false;
    return c.body(null, 204);
  });
  const signatures = (c: Call) => ({ url: `${urlOf(c)}/required_signatures`, enabled: found(c).requiredSignatures });

  app.get(`${at}/enforce_admins`, (c) => c.json(admins(c)));
  for (const [method, value] of [
    ["POST", true],
    ["DELETE", false],
  ] as const)
    app.on(method, `${at}/enforce_admins`, (c) => {
      found(c).settings.enforce_admins = value;
      return value ? c.json(admins(c)) : c.body(null, 204);
    });
  const admins = (c: Call) => ({
    url: `${urlOf(c)}/enforce_admins`,
    enabled: found(c).settings.enforce_admins ?? false,
  });

  app.get(`${at}/required_pull_request_reviews`, (c) => {
    const protection = found(c);
    if (!protection.settings.required_pull_request_reviews)
      throw new ApiError(404, "Required pull request reviews not enabled");
    return c.json(reviewsJson(core, c, protection, urlOf(c)));
  });
  app.patch(`${at}/required_pull_request_reviews`, async (c) => {
    const protection = found(c);
    const given = await readBody(c, z.looseObject({}));
    const { settings } = protection;
    const whole = {
      ...settings,
      required_pull_request_reviews: { ...settings.required_pull_request_reviews, ...given },
    };
    protection.settings = ProtectionRequest.parse(whole);
    return c.json(reviewsJson(core, c, protection, urlOf(c)));
  });
  app.delete(`${at}/required_pull_request_reviews`, (c) => {
    found(c).settings.required_pull_request_reviews = null;
    return c.body(null, 204);
  });

  app.get(`${at}/required_status_checks`, (c) => {
    const protection = found(c);
    if (!protection.settings.required_status_checks) throw new ApiError(404, "Required status checks not enabled");
    return c.json(checksJson(protection, urlOf(c)));
  });
  app.patch(`${at}/required_status_checks`, async (c) => {
    const protection = found(c);
    const given = await readBody(c, z.looseObject({}));
    const { settings } = protection;
    protection.settings = ProtectionRequest.parse({
      ...settings,
      required_status_checks: { ...settings.required_status_checks, ...given },
    });
    return c.json(checksJson(protection, urlOf(c)));
  });
  app.delete(`${at}/required_status_checks`, (c) => {
    found(c).settings.required_status_checks = null;
    return c.body(null, 204);
  });
  app.delete(`${at}/restrictions`, (c) => {
    found(c).settings.restrictions = null;
    return c.body(null, 204);
  });

  app.get(at, (c) => c.json(protectionJson(core, c, found(c))));
  app.put(at, async (c) => {
    const { protections, branch } = place(c);
    const settings = await readBody(c, ProtectionRequest);
    const protection = { settings, requiredSignatures: protections.get(branch)?.requiredSignatures ?? false };
    protections.set(branch, protection);
    return c.json(protectionJson(core, c, protection));
  });
  app.delete(at, (c) => {
    const { protections, branch } = place(c);
    found(c);
    protections.delete(branch);
    return c.body(null, 204);
  });
  return app;
}
