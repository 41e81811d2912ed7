import type { Deploy } from "../entities/deploy.ts";
import { hostOf, type Service, urlOf } from "../entities/service.ts";

/**
 * The variables that Render itself sets for a running web service; a service's own win over them.
 * @see https://render.com/docs/environment-variables
 */
export function platformEnv(service: Service, deploy: Deploy, instanceId: string): Record<string, string> {
  const source = deploy.image
    ? {}
    : { RENDER_GIT_COMMIT: deploy.commit.sha, RENDER_GIT_BRANCH: service.settings.branch ?? "" };
  return {
    PORT: "10000",
    RENDER: "true",
    RENDER_SERVICE_ID: service.id,
    RENDER_SERVICE_NAME: service.name,
    RENDER_SERVICE_TYPE: "web",
    RENDER_INSTANCE_ID: instanceId,
    RENDER_EXTERNAL_HOSTNAME: hostOf(service),
    RENDER_EXTERNAL_URL: urlOf(service),
    ...source,
  };
}
