import type { Change, Fault, Known } from "../../protocol/resource.ts";
import { isUnknown } from "../../protocol/unjudged.ts";
import { deployStateOf } from "./deploy-states.ts";
import { sameGroups } from "./env-groups.ts";
import { isField, needsDeploy, sameValue } from "./fields.ts";
import { DEPLOY_OUTPUTS, type ServiceInputs, type ServiceState } from "./inputs.ts";
import { topOf } from "./meant.ts";
import { foreignTo, neededBy, ungivenOf } from "./runtimes.ts";

/** What a runtime takes: an image nothing of Git, docker its own commands, every other build and start command. */
export function checkRuntime(want: ServiceInputs): Fault[] {
  if (isUnknown(want.runtime)) return [];
  const inputs: Readonly<Record<string, unknown>> = want;
  return [
    ...foreignTo(want.runtime)
      .filter((path) => inputs[path] !== undefined && inputs[path] !== ungivenOf(path))
      .map((path) => ({ path, reason: `runtime ${want.runtime} does not take it; leave it out` })),
    ...neededBy(want.runtime)
      .filter((path) => inputs[path] === undefined)
      .map((path) => ({ path, reason: `runtime ${want.runtime} needs it` })),
  ];
}

/**
 * Drops changes between values that Render takes for the same, such as `./backend` and `backend`, and those that leave out
 * what then stays as it is.
 */
export function dropSpelling<Inputs extends ServiceInputs>(
  changes: readonly Change[],
  known: Known<Inputs, ServiceState>,
  want: Inputs,
): readonly Change[] {
  const [before, after]: Readonly<Record<string, unknown>>[] = [known.inputs, want];
  return changes.filter((change) => {
    const name = topOf(change);
    if (isUnknown(after?.[name])) return true;
    if (name === "secretFiles") return (want.secretFiles ?? undefined) !== undefined;
    if (name === "envGroups")
      return Boolean(want.envGroups && !sameGroups(known.inputs.envGroups ?? [], want.envGroups));
    if (name === "suspended") return (want.suspended ?? known.state.suspended) !== known.state.suspended;
    if (name === "notifyOnFail") return want.notifyOnFail !== undefined;
    return !isField(name) || !sameValue(name, before?.[name], after?.[name]);
  });
}

/** Whether something asks for a deploy: a change that only a deploy brings into effect, or that the last one failed. */
export function asksForDeploy(changes: readonly Change[], state: ServiceState): boolean {
  const failed = deployStateOf(state.deployStatus) === "failed" || state.deployId === "";
  return failed || changes.some((change) => needsDeploy(topOf(change)));
}

/** Whether the update of these changes will deploy; `update` keeps to it. Resuming deploys, a suspended service is not deployed. */
export function willDeploy(changes: readonly Change[], state: ServiceState): boolean {
  const turned = changes.some((change) => topOf(change) === "suspended");
  const suspended = turned ? !state.suspended : state.suspended;
  return !suspended && (turned || asksForDeploy(changes, state));
}

/** The outputs that a preview cannot know: of an update those of the deploy, if there will be one. */
export function unknownOutputs<Output extends string>(
  changes: readonly Change[],
  known: Known<object, ServiceState> | undefined,
  all: readonly Output[],
): readonly (Output | (typeof DEPLOY_OUTPUTS)[number])[] {
  if (!known) return all;
  return willDeploy(changes, known.state) ? DEPLOY_OUTPUTS : [];
}
