import { UserError } from "../../protocol/errors.ts";
import { RenderApiError } from "../api/errors.ts";
import type { Asker } from "../api/limiter.ts";
import { plainText, redactor } from "../api/plain-text.ts";
import type { Deploy, Service } from "../api/schemas.ts";
import { deployStateOf, failureOf } from "./deploy-states.ts";
import { givenValues } from "./given-values.ts";
import { limitOf, looks, minutes, PATIENCE, type Waiter } from "./patience.ts";

/** Lines of the log that a failure shows. */
const SHOWN_LOG_LINES = 20;

/** A deploy that ended badly or did not end in time. `deploy` is as last seen. */
export class DeployFailure extends UserError {
  readonly deploy: Deploy;
  constructor(code: string, lines: readonly string[], deploy: Deploy, options?: ErrorOptions) {
    super(code, lines.join("\n"), options);
    this.name = "DeployFailure";
    this.deploy = deploy;
  }
}

/**
 * Waits for this very deploy, whatever else is deployed meanwhile, telling each change of its state.
 * @throws DeployFailure with state, last log lines and what to do.
 */
export async function untilLive(
  call: Waiter,
  service: Service,
  deployId: string,
  patience = PATIENCE,
): Promise<Deploy> {
  const limitMs = limitOf(call, patience);
  const started = performance.now();
  const seconds = () => Math.round((performance.now() - started) / 1000);
  let deploy: Deploy | undefined;
  for await (const _ of looks({ ...patience, limitMs }, call.signal)) {
    const seen = await call.client.deploys.get(service.id, deployId, call);
    if (seen.status !== deploy?.status) call.progress(`deploy ${deployId}: ${seen.status} (${seconds()} s)`);
    deploy = seen;
    const state = deployStateOf(deploy.status);
    if (state === "live" || state === "superseded") return deploy;
    if (state === "failed") throw await failed(call, service, deploy, seconds());
  }
  throw new DeployFailure(
    "RENDER_DEPLOY_TIMEOUT",
    [
      `RENDER_DEPLOY_TIMEOUT: deploy ${deployId} of ${service.name} is still ${deploy?.status} after ${minutes(limitMs)}`,
      `  at ${service.dashboardUrl}/deploys/${deployId}`,
      "  fix: see there what it waits for; pulumi up waits for it again (longer with the resource option customTimeouts)",
    ],
    deploy ?? { id: deployId, status: "created" },
  );
}

async function failed(call: Waiter, service: Service, deploy: Deploy, seconds: number): Promise<DeployFailure> {
  const lines = await failureLines(call, service, deploy, { after: ` after ${seconds} s` });
  return new DeployFailure("RENDER_DEPLOY_FAILED", lines, deploy);
}

/** What is told of a failed deploy: the last lines of its log too, without the values that its processes were given. */
export async function failureLines(
  call: Asker & Pick<Waiter, "client">,
  service: Service,
  deploy: Deploy,
  { which = "deploy", after = "" } = {},
): Promise<string[]> {
  const { what, fix } = failureOf(deploy.status);
  const lines = await lastLines(call, service, deploy);
  return [
    `RENDER_DEPLOY_FAILED: ${which} ${deploy.id} of ${service.name}${commitOf(deploy)} ended as ${deploy.status}${after}: ${what}`,
    `  at ${service.dashboardUrl}/deploys/${deploy.id}`,
    ...lines,
    `  fix: ${fix}`,
  ];
}

/** Best effort: that the log cannot be read must not hide that the deploy failed. */
async function lastLines(call: Asker & Pick<Waiter, "client">, service: Service, deploy: Deploy): Promise<string[]> {
  try {
    const lines = await call.client.logs.last(
      {
        ownerId: service.ownerId,
        resource: service.id,
        since: deploy.startedAt ?? deploy.createdAt ?? undefined,
        types: deploy.status === "build_failed" ? ["build"] : ["app", "build"],
        limit: SHOWN_LOG_LINES,
        hide: redactor(await givenValues(call, service)),
      },
      call,
    );
    if (lines.length === 0) return ["  the log has no lines of it"];
    return ["  last lines of its log:", ...lines.flatMap((line) => line.split("\n")).map((line) => `  | ${line}`)];
  } catch (error) {
    call.signal?.throwIfAborted();
    return [`  its log could not be read: ${error instanceof RenderApiError ? error.what : "unexpected answer"}`];
  }
}

function commitOf({ commit }: Deploy): string {
  if (!commit?.id) return "";
  const subject = plainText(commit.message ?? "", 80).split("\n")[0];
  return ` (commit ${commit.id.slice(0, 8)}${subject ? ` "${subject}"` : ""})`;
}
