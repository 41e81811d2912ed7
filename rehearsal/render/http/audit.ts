import type { MiddlewareHandler } from "hono";
import { digits } from "../entities/ids.ts";
import { resourceOf } from "../entities/resources.ts";
import type { RenderState } from "../entities/state.ts";

/** What a workspace's audit log calls a successful call; a call that is not here is not logged. */
const named: readonly (readonly [call: RegExp, event: string])[] = [
  [/^POST \/services$/, "CreateServerEvent"],
  [/^DELETE \/services\/crn-[^/]+$/, "DeleteCronJobEvent"],
  [/^DELETE \/services\/[^/]+$/, "DeleteServerEvent"],
  [/^POST \/(services|key-value|redis)\/[^/]+\/suspend$/, "SuspendServiceEvent"],
  [/^POST \/(services|key-value|redis)\/[^/]+\/resume$/, "ResumeServiceEvent"],
  [/^(PUT|PATCH) \/(services|env-groups)\/[^/]+\/(env-vars|secret-files)(\/[^/]+)?$/, "UpdateEnvVarsEvent"],
  [/^DELETE \/(services|env-groups)\/[^/]+\/(env-vars|secret-files)\/[^/]+$/, "DeleteEnvVarsEvent"],
  [/^GET \/(services|env-groups)\/[^/]+\/env-vars(\/[^/]+)?$/, "ViewEnvVarValuesEvent"],
  [/^GET \/(postgres|redis|key-value)\/[^/]+\/connection-info$/, "ViewConnectionInfoEvent"],
  [/^POST \/disks$/, "CreateServerDiskEvent"],
  [/^DELETE \/disks\/[^/]+$/, "DeleteServerDiskEvent"],
  [/^POST \/disks\/[^/]+\/snapshots\/restore$/, "RestoreDiskSnapshotEvent"],
  [/^POST \/postgres$/, "CreatePostgresEvent"],
  [/^DELETE \/postgres\/[^/]+$/, "DeletePostgresEvent"],
  [/^POST \/postgres\/[^/]+\/suspend$/, "SuspendPostgresEvent"],
  [/^POST \/postgres\/[^/]+\/resume$/, "ResumePostgresEvent"],
  [/^POST \/(redis|key-value)$/, "CreateRedisEvent"],
  [/^DELETE \/(redis|key-value)\/[^/]+$/, "DeleteRedisEvent"],
  [/^POST \/projects$/, "CreateProjectEvent"],
  [/^DELETE \/projects\/[^/]+$/, "DeleteProjectEvent"],
  [/^POST \/environments$/, "CreateEnvironmentEvent"],
  [/^DELETE \/environments\/[^/]+$/, "DeleteEnvironmentEvent"],
  [/^(POST|DELETE) \/environments\/[^/]+\/resources$/, "MoveEnvironmentResourceEvent"],
  [/^DELETE \/env-groups\/[^/]+$/, "DeleteEnvGroupEvent"],
  [/^POST \/webhooks$/, "CreateWebhookEvent"],
  [/^PATCH \/webhooks\/[^/]+$/, "UpdateWebhookEvent"],
  [/^DELETE \/webhooks\/[^/]+$/, "DeleteWebhookEvent"],
  [/^PATCH \/owners\/[^/]+\/members\/[^/]+$/, "ChangeTeamMemberRoleEvent"],
  [/^DELETE \/owners\/[^/]+\/members\/[^/]+$/, "RemoveUserFromTeamEvent"],
  [/^PUT \/metrics-stream\/[^/]+$/, "UpdateOtelIntegrationEvent"],
  [/^DELETE \/metrics-stream\/[^/]+$/, "DeleteOtelIntegrationEvent"],
];

/** Writes successful calls into the audit log of the workspace that they were about. */
export function audit(world: { readonly state: RenderState }): MiddlewareHandler {
  return async (c, next) => {
    const call = `${c.req.method} ${c.req.path.replace(/^\/v1/, "")}`;
    const event = named.find(([expression]) => expression.test(call))?.[1];
    const id = call.split("/")[2];
    const owner = id && ownerOf(world.state, id);
    await next();
    if (!event || c.res.status >= 300) return;
    const { state } = world;
    const made = id ?? /"id":\s*"((?:srv|crn|dsk|dpg|red|prj|evm|whk)-[^"]+)"/.exec(await c.res.clone().text())?.[1];
    const [first] = state.owners.keys();
    const sequence = state.auditLogs.length;
    state.auditLogs.push({
      id: `aud-${digits(`audit ${sequence}`, 20)}`,
      sequence,
      at: state.moments.next(),
      ownerId: owner || ownerOf(state, made ?? "") || (first ?? ""),
      event,
      metadata: made ? { resource: made } : {},
    });
  };
}

/** The workspace of anything with an id that one finds in a path. */
function ownerOf(state: RenderState, id: string): string | undefined {
  const { owners, projects, environments, webhooks } = state;
  const found = resourceOf(state, id) ?? projects.get(id) ?? environments.get(id) ?? webhooks.get(id);
  return found?.ownerId ?? owners.get(id)?.id;
}
