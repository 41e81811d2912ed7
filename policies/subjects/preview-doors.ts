import { VERCEL_PROJECT } from "../resource-types.ts";
import type { Subjects } from "../rule.ts";
import { type Plain, Unknown } from "../unknown.ts";
import { recordOf } from "./rollouts.ts";

/** What keeps strangers from a Vercel project's previews. */
export interface PreviewDoor {
  readonly name: string;
  /** Whether anything does: Vercel Authentication, a password, known addresses, or that there are no previews. */
  readonly closed: boolean | Unknown;
  /** Vercel Authentication as it is set; null where nothing is said of it. */
  readonly authentication: Plain;
  /** Whether a pull request of a stranger is only built once a member of the team says so. */
  readonly forksAsk: boolean | Unknown;
}

/** What this selector reads of a stack's configuration. */
export interface ConfigOfPreviews {
  readonly frontend?: { readonly name: string; readonly previewProtection?: string | undefined } | undefined;
}

/** Projects on Vercel and who may open their previews. */
export const previewDoors: Subjects<PreviewDoor, ConfigOfPreviews> = {
  description: "projects on Vercel",
  types: new Set([VERCEL_PROJECT]),

  ofResource({ name, properties }) {
    const {
      name: ownName,
      vercelAuthentication = null,
      passwordProtection = null,
      trustedIps = null,
      previewDeploymentsDisabled = null,
      gitForkProtection = null,
    } = properties();
    const doors = [
      previewDeploymentsDisabled instanceof Unknown ? previewDeploymentsDisabled : previewDeploymentsDisabled === true,
      coversPreviews(vercelAuthentication, "standard_protection_new"),
      coversPreviews(passwordProtection, "standard_protection_new"),
      onlyTrusted(trustedIps) ? coversPreviews(trustedIps, "") : false,
    ];
    return {
      name: typeof ownName === "string" ? ownName : name,
      closed: doors.includes(true) || (doors.find((door) => door instanceof Unknown) ?? false),
      authentication: kindOf(vercelAuthentication, ""),
      forksAsk: gitForkProtection instanceof Unknown ? gitForkProtection : gitForkProtection !== false,
    };
  },

  ofConfig({ frontend }) {
    if (!frontend) return [];
    const { name, previewProtection = "standard" } = frontend;
    return [{ name, closed: previewProtection !== "none", authentication: previewProtection, forksAsk: true }];
  },
};

/** The words of Pulumi's plugin and of Vercel's API, without what separates them. */
const COVERING = new Set(
  [
    ...["standard_protection_new", "standard_protection", "all_deployments", "only_preview_deployments"],
    ...["all_except_custom_domains", "prod_deployment_urls_and_all_previews", "all", "preview"],
  ].map(bare),
);

function coversPreviews(door: Plain, unsaid: string): boolean | Unknown {
  const kind = kindOf(door, unsaid);
  return kind instanceof Unknown ? kind : typeof kind === "string" && COVERING.has(bare(kind));
}

/** Which deployments a door covers; null where there is no door. */
function kindOf(door: Plain, unsaid: string): Plain {
  if (door === null || door instanceof Unknown) return door;
  return recordOf(door).deploymentType ?? unsaid;
}

/** `trusted_ip_optional` only spares known addresses the other doors, and a list of everybody trusts everybody. */
function onlyTrusted(trustedIps: Plain): boolean {
  const { protectionMode, addresses } = recordOf(trustedIps);
  const everybody = (Array.isArray(addresses) ? addresses : []).some((one) =>
    /\/0$|^(?:::|0\.0\.0\.0)$/.test(String(recordOf(one).value ?? "").trim()),
  );
  return protectionMode !== "trusted_ip_optional" && protectionMode !== "exclusive" && !everybody;
}

function bare(word: string): string {
  return word.toLowerCase().replace(/[^a-z]/g, "");
}
