import type { Call, Change, Known } from "../../../../providers/protocol/resource.ts";
import type { ReleaseClient } from "../../../../providers/release/client.ts";
import {
  type PromotionInputs,
  type PromotionState,
  promotion,
} from "../../../../providers/release/resources/promotion.ts";
import { rollout } from "../../../../providers/release/resources/rollout.ts";
import { RolloutInputs, type RolloutState } from "../../../../providers/release/resources/rollout-inputs.ts";
import { meta } from "../../../../release/site/site.ts";
import { type Kind, kinds, type Program } from "./program.ts";
import type { Actor } from "./turns.ts";
import { flagName, teamId, type Vercel } from "./vercel.ts";

interface Built {
  readonly id: string;
  readonly ref: string;
  readonly percent: number;
  readonly builtFrom: string;
}

/** What the engine keeps of a stack. */
export interface Stack {
  rollout?: Known<RolloutInputs, RolloutState> | undefined;
  twin?: Built | undefined;
  deployment?: Built | undefined;
  promotion?: Known<PromotionInputs, PromotionState> | undefined;
}

export interface UpOptions {
  /** Leaves the rollout alone, as `--target` does. */
  readonly targeted?: boolean;
  /** The next build fails, or its smoke checks do. */
  readonly fails?: "build" | "smoke";
}

/** A stack's state, shared by whoever works on it. */
export class Backend {
  stack: Stack = {};
  /** Told of each save. */
  onSave: (before: Stack, after: Stack) => void = () => {};

  save(after: Stack): void {
    const before = this.stack;
    this.stack = structuredClone(after);
    this.onSave(before, this.stack);
  }
}

/** One `pulumi up`: as the engine does it with the program's resources, each saved when it is done. */
export async function up(
  parts: { readonly backend: Backend; readonly vercel: Vercel; readonly client: ReleaseClient; readonly actor: Actor },
  program: Program,
  { targeted = false, fails }: UpOptions = {},
): Promise<void> {
  const { backend, vercel, client, actor } = parts;
  const stack: Stack = structuredClone(backend.stack);
  const save = () => actor.call(() => backend.save(stack));
  const call: Call<ReleaseClient> = {
    ...{ client, urn: "urn", name: "rollout", signal: AbortSignal.timeout(60_000) },
    progress() {},
    log() {},
  };

  if (!targeted) await upRollout(call, inputsOf(vercel, program), stack, save);
  const state = stack.rollout?.state;
  if (!state) return;

  const wanted = { ref: state.commit || "main", builtFrom: program.builtFrom };
  const build = async (percent: number, known: Built | undefined): Promise<Built> => {
    const { ref, builtFrom } = wanted;
    if (known?.ref === ref && known.percent === percent && known.builtFrom === builtFrom) return known;
    const made = await actor.call(async () => {
      if (fails === "build") vercel.faults.add({ kind: "deploy", at: vercel.project.name, state: "ERROR" });
      const deployment = vercel.build(
        vercel.commitOf(ref),
        { [flagName]: `${percent}` },
        { [meta.percent]: `${percent}` },
      );
      await vercel.ended(deployment);
      vercel.faults.clear();
      return deployment;
    });
    if (made.state !== "READY") throw new Error("the build failed");
    return { id: made.id, ref, percent, builtFrom };
  };
  if (program.legacy !== "retired") {
    stack.twin = await build(0, stack.twin);
    await save();
  }
  stack.deployment = program.percent > 0 ? await build(state.granted, stack.deployment) : undefined;
  await save();
  const next = stack.deployment ?? stack.twin;
  if (!next) throw new Error("there is nothing to promote");
  if (fails === "smoke") throw new Error("a smoke check failed");
  await upPromotion(call, vercel, { deploymentId: next.id, percent: state.granted }, stack, save);
}

async function upRollout(
  call: Call<ReleaseClient>,
  given: RolloutInputs,
  stack: Stack,
  save: () => Promise<void>,
): Promise<void> {
  if (stack.rollout) {
    const found = await rollout.read(call, "id", stack.rollout);
    stack.rollout = found && { inputs: found.inputs, state: found.state };
    await save();
  }
  const known = stack.rollout;
  const faults = (await rollout.check?.(call, given, known?.inputs)) ?? [];
  if (faults.length > 0) throw new Error(`invalid inputs: ${JSON.stringify(faults)}`);
  const want = { ...given, ...(await rollout.judge?.(call, given, known?.inputs)) };
  if (!known) {
    const { state } = await rollout.create(call, want);
    stack.rollout = { inputs: want, state };
  } else {
    const all = changesOf(known.inputs, want);
    const changes = rollout.diff?.(all, known, want) ?? all;
    if (changes.length === 0) return;
    stack.rollout = { inputs: want, state: await rollout.update(call, "id", known, want, changes) };
  }
  await save();
}

async function upPromotion(
  call: Call<ReleaseClient>,
  vercel: Vercel,
  { deploymentId, percent }: { readonly deploymentId: string; readonly percent: number },
  stack: Stack,
  save: () => Promise<void>,
): Promise<void> {
  if (stack.promotion) {
    const found = await promotion.read(call, "id", stack.promotion);
    stack.promotion = found && { inputs: found.inputs, state: found.state };
    await save();
  }
  const { id: projectId, name: project } = vercel.project;
  const want = { teamId, projectId, project, flag: flagName, deploymentId, percent };
  const known = stack.promotion;
  const changes = known ? changesOf(known.inputs, want) : [];
  if (!known) stack.promotion = { inputs: want, state: (await promotion.create(call, want)).state };
  else if (changes.length > 0)
    stack.promotion = { inputs: want, state: await promotion.update(call, "id", known, want, changes) };
  await save();
}

const declared = Object.fromEntries(
  Object.entries(kinds).map(([kind, { declaration }]) => [
    kind,
    RolloutInputs.parse({
      ...declaration,
      teamId,
      projectId: "prj_1",
      subject: { project: "twin-brains" },
    }),
  ]),
) as Record<Kind, RolloutInputs>;

/** What a program declares, as it reaches the provider. */
export function inputsOf({ project }: Vercel, program: Program): RolloutInputs {
  const { declaration } = kinds[program.kind];
  const { percent, legacy, domain, builtFrom } = program;
  return {
    ...declared[program.kind],
    ...{ projectId: project.id, percent, builtFrom },
    legacy: { ...declaration.legacy, state: legacy },
    subject: { project: project.name, domain, services: {} },
  };
}

function changesOf(before: object, after: object): Change[] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const at = (value: object, path: string) => JSON.stringify((value as Record<string, unknown>)[path]);
  return paths.filter((path) => at(before, path) !== at(after, path)).map((path) => ({ path, kind: "update" }));
}
