import { z } from "zod";
import { GITHUB_ACTIONS } from "../../config/repository-schema.ts";

const MergeGate = z.looseObject({
  checks: z.array(z.looseObject({ name: z.string(), app: z.number().catch(GITHUB_ACTIONS) })).catch([]),
  approvals: z.number().catch(1),
  codeOwners: z.boolean().catch(true),
});
const Ids = z.array(z.number()).catch([]);
const Environment = z.looseObject({
  reviewers: z.looseObject({ teams: Ids, users: Ids }).optional().catch(undefined),
  waitMinutes: z.number().catch(0),
  selfReview: z.boolean().catch(false),
  branches: z.array(z.string()).catch([]),
});
/** What the schema fills in stands here as well: whoever leaves a key out gets that. */
const Sections = z.looseObject({
  mergeGate: MergeGate.catch({ checks: [], approvals: 0, codeOwners: false }),
  environments: z.record(z.string(), Environment).catch({}),
});
type Environment = z.output<typeof Environment>;

/** What a change of the repository's stack takes from the merge gate and the environments, a sentence each. */
export function weakerGate(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): string[] {
  const [was, is] = [Sections.parse(before), Sections.parse(after)];
  const [old, next] = [was.mergeGate, is.mergeGate];
  const required = new Set(next.checks.map(keyOf));
  return [
    ...old.checks
      .filter((check) => !required.has(keyOf(check)))
      .map(({ name, app }) => `a merge no longer needs the check ${name} of app ${app}`),
    ...lower("cutover:mergeGate.approvals", old.approvals, next.approvals),
    ...(old.codeOwners && !next.codeOwners ? ["code owners need not approve any more"] : []),
    ...Object.entries(was.environments).flatMap(([name, environment]) =>
      weakerEnvironment(`cutover:environments.${name}`, environment, is.environments[name]),
    ),
  ];
}

function weakerEnvironment(key: string, was: Environment, is: Environment | undefined): string[] {
  if (!is) return [`${key} is removed`];
  const more = is.branches.filter((branch) => !was.branches.includes(branch));
  return [
    ...(was.reviewers && !is.reviewers ? [`${key} needs no reviewer any more`] : []),
    ...(was.reviewers && is.reviewers && idsOf(was) !== idsOf(is) ? [`${key} has other reviewers`] : []),
    ...lower(`${key}.waitMinutes`, was.waitMinutes, is.waitMinutes),
    ...(!was.selfReview && is.selfReview ? [`${key}: who starts a deployment may approve it`] : []),
    ...(more.length > 0 ? [`${key} admits more branches: ${more.join(", ")}`] : []),
  ];
}

const keyOf = ({ name, app }: { readonly name: string; readonly app: number }): string => `${app} ${name}`;

const idsOf = ({ reviewers }: Environment): string =>
  JSON.stringify([reviewers?.teams.toSorted(), reviewers?.users.toSorted()]);

const lower = (key: string, was: number, is: number): string[] =>
  is < was ? [`${key} is lowered: ${was} → ${is}`] : [];
