import { z } from "zod";
import { path, type VercelApi } from "./vercel-api.ts";
import { VercelApiError } from "./vercel-error.ts";

const Rolling = z.object({
  rollingRelease: z.object({ state: z.string(), canaryDeployment: z.object({ id: z.string() }).nullish() }).nullish(),
});

/**
 * Ends the rolling release that a promotion began where somebody switched these on for the project: the steps are the
 * ladder's, and a rollback is for all users at once. Does nothing where there is none, or the plan has none.
 */
export async function completeRolling(
  api: VercelApi,
  project: string,
  deploymentId: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    const rolling = await api.read({
      what: "read the rolling release",
      path: path`/v1/projects/${project}/rolling-release`,
      answer: Rolling,
      signal,
    });
    const { state, canaryDeployment } = rolling.rollingRelease ?? {};
    if (state !== "ACTIVE" || canaryDeployment?.id !== deploymentId) return;
    await api.write({
      what: "complete the rolling release",
      method: "POST",
      path: path`/v1/projects/${project}/rolling-release/complete`,
      body: { canaryDeploymentId: deploymentId },
      answer: z.unknown(),
      signal,
    });
  } catch (error) {
    // Whether the domains moved is looked at anyhow.
    if (!(error instanceof VercelApiError)) throw error;
  }
}
