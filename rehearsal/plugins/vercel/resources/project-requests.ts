import type { Change } from "../../../../providers/protocol/resource.ts";
import { fieldNames, projectFields } from "./project-fields.ts";
import { forms, protections } from "./project-forms.ts";
import type { LiveProject, ProjectInputs } from "./project-inputs.ts";

/** A project as the API answers it, in what is read of it. */
export interface ProjectAnswer {
  readonly id: string;
  readonly name: string;
  readonly link?:
    | { readonly type: string; readonly org?: string; readonly repo?: string; readonly productionBranch?: string }
    | undefined;
  readonly ssoProtection?: { readonly deploymentType: string } | null | undefined;
  readonly gitProviderOptions?:
    | {
        readonly createDeployments?: string | undefined;
        readonly gitCommitStatus?: boolean | undefined;
        readonly disableRepositoryDispatchEvents?: boolean | undefined;
        readonly requireVerifiedCommits?: boolean | undefined;
      }
    | undefined;
}

/** The PATCH that brings a project from its defaults, or with `changes` from what stood before, to what is wanted. */
export function patchFor(want: ProjectInputs, changes?: readonly Change[]): Record<string, unknown> {
  const changed = (name: string) =>
    changes === undefined || changes.some(({ path }) => path === name || path.startsWith(`${name}.`));
  const patch: Record<string, unknown> = {};
  for (const name of fieldNames) {
    const { field, clears } = projectFields[name];
    const form = forms[name];
    if (want[name] !== undefined && changed(name)) patch[field] = form ? form.write(want[name]) : want[name];
    else if (changes && clears && changed(name)) patch[field] = form?.cleared ?? null;
  }
  if (changes && changed("name")) patch.name = want.name;
  const { vercelAuthentication: authentication, gitProviderOptions: options } = want;
  if (authentication && changed("vercelAuthentication")) patch.ssoProtection = protectionOf(authentication);
  if (options && changed("gitProviderOptions"))
    patch.gitProviderOptions = {
      createDeployments:
        options.createDeployments === undefined ? undefined : options.createDeployments ? "enabled" : "disabled",
      gitCommitStatus: options.gitCommitStatus,
      requireVerifiedCommits: options.requireVerifiedCommits,
      disableRepositoryDispatchEvents:
        options.repositoryDispatchEvents === undefined ? undefined : !options.repositoryDispatchEvents,
    };
  return patch;
}

/** The outputs of a project: every property in what the vendor made of it. */
export function stateOf(
  answer: ProjectAnswer & { readonly [field: string]: unknown },
  teamId: string | undefined,
): LiveProject {
  const fields = fieldNames.map((name) => {
    const value = answer[projectFields[name].field] ?? undefined;
    return [
      name,
      value === undefined ? undefined : (forms[name]?.read(value) ?? (forms[name] ? undefined : value)),
    ] as const;
  });
  const { link, ssoProtection, gitProviderOptions: options } = answer;
  return {
    ...(Object.fromEntries(fields.filter(([, value]) => value !== undefined)) as Partial<LiveProject>),
    ...(teamId === undefined ? {} : { teamId }),
    vercelAuthentication: { deploymentType: protectionName(ssoProtection) },
    ...(link?.type === "github"
      ? {
          gitRepository: {
            type: "github" as const,
            repo: `${link.org}/${link.repo}`,
            ...(link.productionBranch ? { productionBranch: link.productionBranch } : {}),
          },
        }
      : {}),
    ...(options
      ? {
          gitProviderOptions: {
            ...(options.createDeployments === undefined
              ? {}
              : { createDeployments: options.createDeployments === "enabled" }),
            ...(options.gitCommitStatus === undefined ? {} : { gitCommitStatus: options.gitCommitStatus }),
            ...(options.disableRepositoryDispatchEvents === undefined
              ? {}
              : { repositoryDispatchEvents: !options.disableRepositoryDispatchEvents }),
            ...(options.requireVerifiedCommits === undefined
              ? {}
              : { requireVerifiedCommits: options.requireVerifiedCommits }),
          },
        }
      : {}),
  };
}

/**
 * The inputs that a program would have to declare to get this project. On refresh only those it declares: what the
 * vendor decides alone is no difference.
 */
export function inputsOf(name: string, state: LiveProject, declared: ProjectInputs | undefined): ProjectInputs {
  if (!declared) {
    const { gitRepository, ...rest } = state;
    return { ...rest, name, ...(gitRepository ? { gitRepository } : {}) };
  }
  const live = state as Readonly<Record<string, unknown>>;
  const cleared = fieldNames.filter((field) => projectFields[field].clears && live[field] !== undefined);
  const names = new Set([...Object.keys(declared), ...cleared, ...(state.gitRepository ? ["gitRepository"] : [])]);
  const given = declared as Readonly<Record<string, unknown>>;
  const entries = [...names].map((key) => [
    key,
    key in live ? sameShape(withSecret(key, live[key], given), given[key]) : undefined,
  ]);
  return { ...Object.fromEntries(entries.filter(([, value]) => value !== undefined)), name } as ProjectInputs;
}

/** Vercel never tells a password, nor its SDK where it is asked for: what is known of both is what was given. */
const withSecret = (key: string, live: unknown, { passwordProtection }: Readonly<Record<string, unknown>>): unknown =>
  key === "passwordProtection" && isObject(passwordProtection) ? passwordProtection : live;

/** Of an object only the properties that were declared, so that one the vendor added is no difference. */
function sameShape(live: unknown, declared: unknown): unknown {
  if (!isObject(live) || !isObject(declared)) return live;
  return Object.fromEntries(Object.entries(live).filter(([key]) => key in declared));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The API's form of `vercelAuthentication`; nobody to keep out is null. */
const protectionOf = ({ deploymentType }: { deploymentType: keyof typeof protections | "none" }) =>
  deploymentType === "none" ? null : { deploymentType: protections[deploymentType] };

function protectionName(protection: ProjectAnswer["ssoProtection"]): keyof typeof protections | "none" {
  const names = Object.keys(protections) as (keyof typeof protections)[];
  return names.find((name) => protections[name] === protection?.deploymentType) ?? "none";
}
