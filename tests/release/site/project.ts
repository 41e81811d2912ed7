import { openSite, type SiteOptions } from "../../../release/site/vercel-site.ts";
import { built, repository, teamId, vercelForTest } from "../../rehearsal/vercel/world.ts";

export const flag = "V2_ROLLOUT_PERCENT";
export const domain = "app.twin-brains.example";
const gitSource = { type: "github", org: "acme-brains", repo: "twin-brains", ref: "main" };

/** A project that assigns no domain by itself, with a domain of its own, and the site that Cutover sees there. */
export async function projectForTest({ buildMs = 3, ...options }: { buildMs?: number } & Partial<SiteOptions> = {}) {
  const world = await vercelForTest({ buildMs });
  const json = async (method: string, path: string, body?: unknown) => {
    const answer = await world.request(method, `${path}${path.includes("?") ? "&" : "?"}teamId=${teamId}`, body);
    const text = await answer.text();
    return { status: answer.status, body: text ? JSON.parse(text) : undefined };
  };
  await json("POST", "/v8/projects", {
    name: "twin-brains",
    gitRepository: { type: "github", repo: repository },
    ssoProtection: null,
  });
  const settings = { autoAssignCustomDomains: false, gitProviderOptions: { createDeployments: "disabled" } };
  const project: { id: string } = (await json("PATCH", "/v9/projects/twin-brains", settings)).body;
  await json("POST", "/v10/projects/twin-brains/domains", { name: domain });

  /** A production build as Vercel's API makes it. */
  const deploy = async (body: Record<string, unknown> = {}): Promise<{ id: string; url: string }> => {
    const made = await json("POST", "/v13/deployments", {
      name: "twin-brains",
      project: project.id,
      gitSource,
      target: "production",
      ...body,
    });
    if (made.status !== 200) throw new Error(`Failed to deploy: ${JSON.stringify(made.body)}`);
    return (await built(world, made.body.id)) as { id: string; url: string };
  };
  /** One as Cutover declares it. */
  const deployAt = (percent: number) =>
    deploy({ env: { [flag]: `${percent}` }, meta: { cutoverPercent: `${percent}` } });
  const promote = (id: string) => json("POST", `/v10/projects/${project.id}/promote/${id}`);
  /** The project's variable as a person sets it in the dashboard. */
  const setByHand = (value: string, fields: Record<string, unknown> = {}) =>
    json("POST", "/v10/projects/twin-brains/env?upsert=true", {
      ...{ key: flag, value, type: "encrypted", target: ["production"] },
      ...fields,
    });
  /** What a user gets on the domain. */
  const served = async () => {
    const answer = await world.edge.fetch(`https://${domain}/`);
    return ((await answer.json()) as { percent: unknown }).percent;
  };
  const site = openSite({
    token: world.vercel.token,
    baseUrl: world.vercel.url,
    team: teamId,
    project: "twin-brains",
    flag,
    ...options,
  });
  return { ...world, json, project, deploy, deployAt, promote, setByHand, served, site };
}
