import { z } from "zod";
import { defineFunction } from "../../protocol/functions.ts";
import type { RenderClient } from "../api/client.ts";
import { listDeploys } from "../operations/list-deploys.ts";

const Deploy = z.object({
  id: z.string().describe("`dep-…`"),
  status: z.string().describe("E.g. live, deactivated (was live once) or build_failed."),
  commitId: z.string().describe("Empty for a deploy of an image."),
  trigger: z.string().describe("What started it, e.g. api, new_commit or rollback."),
  createdAt: z.string(),
  finishedAt: z.string().describe("Empty while it is on its way."),
});

/** A service's newest deploys, for a program that wants to know what is live. It reads only, so it runs in a preview. */
export const getDeploys = defineFunction<RenderClient>()({
  token: "render:index:getDeploys",
  description: "The newest deploys of a service, newest first.",
  inputs: z.strictObject({
    serviceId: z.string().min(1).describe("`srv-…` or `crn-…`"),
    limit: z.int().min(1).max(100).default(20).describe("Default 20."),
  }),
  outputs: z.object({ deploys: z.array(Deploy) }),
  async run({ client, signal }, args) {
    const found = await listDeploys(client, args, { signal });
    const deploys = found.map(({ id, status, commit, trigger, createdAt, finishedAt }) => ({
      ...{ id, status, commitId: commit?.id ?? "", trigger: trigger ?? "" },
      ...{ createdAt: createdAt ?? "", finishedAt: finishedAt ?? "" },
    }));
    return { deploys };
  },
});
