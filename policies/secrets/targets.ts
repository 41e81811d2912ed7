import type { VercelSetting } from "../subjects/vercel-environment.ts";
import { known } from "../unknown.ts";

/** For which deployments a variable is: Vercel's own kinds, and ids of environments of one's own. */
export function targetsOf({
  targets,
  customEnvironments,
}: Pick<VercelSetting, "targets" | "customEnvironments">): string[] {
  return [known(targets, "targets"), known(customEnvironments, "customEnvironmentIds")].flatMap((list) =>
    Array.isArray(list) ? list.map((one) => String(known(one, "targets"))) : [],
  );
}
