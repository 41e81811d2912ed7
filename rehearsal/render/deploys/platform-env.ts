import type { Deploy } from "../entities/deploy.ts";
import { hostOf, internalHostOf, type Service, urlOf } from "../entities/service.ts";
import { traitsOf } from "../entities/service-type.ts";

/**
 * The variables that Render itself sets for a process of a service; a service's own win over them.
 * @see https://render.com/docs/environment-variables
 */
export function platformEnv(service: Service, deploy: Deploy, instanceId: string): Record<string, string> {
  const { short, process } = traitsOf(service.type);
  return {
    RENDER: "true",
    RENDER_SERVICE_ID: service.id,
    RENDER_SERVICE_NAME: service.name,
    RENDER_SERVICE_TYPE: short,
    RENDER_INSTANCE_ID: instanceId,
    ...(process === "serves"
      ? { PORT: "10000", RENDER_DISCOVERY_SERVICE: `${internalHostOf(service)}-discovery` }
      : {}),
    ...(short === "web" ? { RENDER_EXTERNAL_HOSTNAME: hostOf(service), RENDER_EXTERNAL_URL: urlOf(service) } : {}),
    ...(deploy.image ? {} : { RENDER_GIT_COMMIT: deploy.commit.sha, RENDER_GIT_BRANCH: service.settings.branch ?? "" }),
  };
}
