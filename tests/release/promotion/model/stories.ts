import fc from "../../../support/property.ts";
import type { Health } from "./oracle.ts";
import { rungs, rungTimes } from "./program.ts";
import type { Crash, Ended } from "./turns.ts";
import { flagName } from "./vercel.ts";
import type { Deed, World } from "./world.ts";

/** Something that happens to a rollout. */
export type Happening =
  | {
      readonly what: "climb";
      readonly edit?: Edit | undefined;
      readonly trick?: Trick | undefined;
      readonly crash: Crash | undefined;
    }
  | {
      readonly what: "change";
      readonly to: Aim;
      readonly edit: Edit | undefined;
      readonly crash: Crash | undefined;
      readonly fails: "build" | "smoke" | undefined;
    }
  | { readonly what: "together"; readonly to: Aim; readonly with: Deed; readonly crash: Crash | undefined }
  | { readonly what: "twice"; readonly deed: Deed }
  | { readonly what: "back"; readonly to: number; readonly crash: Crash | undefined }
  | { readonly what: "targeted" | "push" | "recreate" | "forget" | "explain" | "hold" | "lift" | "settle" | "stand" }
  | { readonly what: "time"; readonly hours: number }
  | { readonly what: "run"; readonly act: boolean; readonly crash: Crash | undefined }
  | { readonly what: "health"; readonly value: Health }
  | { readonly what: "database"; readonly down: boolean }
  | { readonly what: "by hand"; readonly how: "redeploy" | "promote" | "flag"; readonly percent: number };

/** What goes wrong on the way: it is sick at a checkpoint, or at the end; or its runs are judged by gates that do not stand. */
type Trick = "sick between" | "sick at the end" | "gates of its own";
type Aim = "next" | "same" | "lower" | "zero" | number;
type Edit = "weaker gate" | "shorter dwell" | "usual" | "domain" | "built from";

const crash = fc.option(fc.record({ call: fc.integer({ min: 1, max: 30 }), after: fc.boolean() }), {
  freq: 4,
  nil: undefined,
});
const anyRung = fc.integer({ min: 0, max: rungs.length - 1 });
const aim: fc.Arbitrary<Aim> = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Aim>("next") },
  { weight: 4, arbitrary: fc.constantFrom<Aim>("same", "lower", "zero") },
  { weight: 2, arbitrary: anyRung },
);
const deed: fc.Arbitrary<Deed> = fc.constantFrom<Deed>(
  { do: "up", options: {} },
  { do: "rollback", to: 0 },
  { do: "rollback", to: 10 },
  { do: "checkpoint", act: true },
);
const percent = fc.constantFrom(0, 10, 30, 50, 100);

/** Of what is rare, one in so many. */
const rarely = <Value>(values: readonly Value[], freq: number) =>
  fc.option(fc.constantFrom(...values), { freq, nil: undefined });
const health = fc.record({ rate: fc.constantFrom(97, 97, 93, 40, null), samples: fc.constantFrom(400, 400, 400, 3) });
const edit = rarely<Edit>(["weaker gate", "shorter dwell", "usual", "domain", "built from"], 6);
const trick = rarely<Trick>(["sick between", "sick at the end", "gates of its own"], 4);
const changed = { edit, crash, fails: rarely(["build", "smoke"] as const, 8) };
const just = <What extends Happening>(what: What): fc.Arbitrary<Happening> => fc.constant(what);
const record = <What extends string, Rest>(what: What, rest: { [Key in keyof Rest]: fc.Arbitrary<Rest[Key]> }) =>
  fc.record({ what: fc.constant(what), ...rest }) as unknown as fc.Arbitrary<Happening>;

const happening: fc.Arbitrary<Happening> = fc.oneof(
  // What brings a ladder forward, before anything else.
  { weight: 12, arbitrary: record("climb", { crash, edit, trick }) },
  { weight: 5, arbitrary: record("change", { to: aim, ...changed }) },
  { weight: 6, arbitrary: record("together", { to: aim, with: deed, crash }) },
  { weight: 1, arbitrary: record("twice", { deed }) },
  { weight: 2, arbitrary: record("back", { to: fc.constantFrom(0, 10, 50), crash }) },
  { weight: 6, arbitrary: just({ what: "settle" }) },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom("targeted", "push", "recreate", "forget", "explain", "hold", "lift", "stand")
      .map((what) => ({ what }) as Happening),
  },
  { weight: 2, arbitrary: record("time", { hours: fc.constantFrom(0.05, 1, 3, 24) }) },
  { weight: 2, arbitrary: record("run", { act: fc.boolean(), crash }) },
  { weight: 2, arbitrary: record("health", { value: health }) },
  { weight: 1, arbitrary: record("database", { down: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: record("by hand", {
      how: fc.constantFrom("redeploy" as const, "promote" as const, "flag" as const),
      percent,
    }),
  },
);

/** How far it has come before anything else happens, and what happens then. */
export const story = fc.record({
  from: fc.constantFrom(0, 1, 1, 2, 2, 3, 3, 4, 5),
  happenings: fc.array(happening, { minLength: 3, maxLength: 16 }),
});

/** Lets it happen, and holds what it came to against what it should. */
export async function happen(world: World, it: Happening): Promise<void> {
  const { vercel, evidence } = world;
  switch (it.what) {
    case "climb": {
      const { health, program } = world;
      const sick = { rate: 93, samples: 400 };
      if (it.trick === "gates of its own") world.program = { ...program, kind: "weaker gate" };
      await stand(world, it.trick === "sick between" || it.trick === "gates of its own" ? sick : health);
      world.program = program;
      declare(world, "next", it.edit);
      world.health = it.trick === "sick at the end" ? sick : health;
      const [ended] = await world.do([{ deed: { do: "up", options: {} }, crash: it.crash }]);
      world.health = health;
      return afterUp(world, ended);
    }
    case "change": {
      declare(world, it.to, it.edit);
      const [ended] = await world.do([
        { deed: { do: "up", options: it.fails ? { fails: it.fails } : {} }, crash: it.crash },
      ]);
      return afterUp(world, ended);
    }
    case "together": {
      if (it.to === "next") await stand(world);
      declare(world, it.to);
      const up = { deed: { do: "up", options: {} }, crash: it.crash } as const;
      const [updated, other] = await world.do([up, { deed: it.with }]);
      const back = it.with.do === "rollback" && it.with.to === 0 && other && "value" in other;
      // Only a promotion that is killed in the moment of giving way leaves users with it.
      if (back && updated && !("killed" in updated) && vercel.served() > 0)
        throw new Error(`a rollback during an update to ${world.program.percent} % left ${vercel.served()} %`);
      return;
    }
    case "twice":
      await world.do([{ deed: it.deed }, { deed: it.deed }]);
      return;
    case "back": {
      const before = vercel.served();
      const [ended] = await world.do([{ deed: { do: "rollback", to: it.to }, crash: it.crash }]);
      if (ended && "error" in ended && it.to === 0) throw ended.error;
      const refused = !ended || !("value" in ended);
      if (!refused && vercel.served() !== it.to)
        throw new Error(`a rollback of ${before} % to ${it.to} % left ${vercel.served()} %`);
      return;
    }
    case "targeted":
      await world.do([{ deed: { do: "up", options: { targeted: true } } }]);
      return;
    case "recreate":
      world.backend.save({ ...world.backend.stack, rollout: undefined });
      await world.do([{ deed: { do: "up", options: {} } }]);
      return;
    case "forget":
      world.backend.save({});
      return;
    case "push":
      return vercel.push();
    case "explain":
      return world.record({ kind: "explained", cause: "a leak", fix: "closed" });
    case "hold":
      return world.record({ kind: "held", reason: "an audit" });
    case "lift":
      return world.record({ kind: "lifted" });
    case "settle": {
      // What a team does after an incident: everything works again, it is explained, and Git says what users get.
      evidence.down = false;
      world.health = { rate: 97, samples: 400 };
      await world.record({ kind: "lifted" });
      await world.record({ kind: "explained", cause: "a leak", fix: "closed" });
      if (!rungs.some(({ percent: one }) => one === vercel.served())) declare(world, "zero");
      else declare(world, "same");
      const [ended] = await world.do([{ deed: { do: "up", options: {} } }]);
      return afterUp(world, ended);
    }
    case "stand":
      return stand(world);
    case "time":
      vercel.clock.advance(it.hours * 3_600_000);
      return;
    case "run":
      await world.do([{ deed: { do: "checkpoint", act: it.act }, crash: it.crash }]);
      return;
    case "health":
      world.health = it.value;
      return;
    case "database":
      evidence.down = it.down;
      return;
    case "by hand":
      return byHand(world, it.how, it.percent);
  }
}

/** Stays where it is for as long as the ladder asks, with a run whenever evidence is due. @param first health at the first */
export async function stand(world: World, first = world.health): Promise<void> {
  const { health } = world;
  world.health = first;
  const rung = rungOf(world);
  let stood = 0;
  for (const hours of rungTimes(rung, world.oracle.kind ?? "usual").due) {
    world.vercel.clock.advance((hours - stood) * 3_600_000 + 60_000);
    stood = hours;
    await world.do([{ deed: { do: "checkpoint", act: true } }]);
    world.health = health;
  }
  world.health = health;
}

/** Where users and the record say that the rollout stands. */
export function rungOf({ vercel, evidence }: World): number {
  const percent = vercel.served();
  const arrived = evidence.events.findLast((event) => event.kind === "arrived");
  const legacy =
    percent === 100 && arrived?.kind === "arrived" && arrived.position.percent === 100
      ? arrived.position.legacy
      : "serving";
  return Math.max(
    0,
    rungs.findIndex((rung) => rung.percent === percent && rung.legacy === legacy),
  );
}

export function declare(world: World, to: Aim, edit?: Edit): void {
  const here = rungOf(world);
  const at = { next: here + 1, same: here, lower: here - 1, zero: 0 };
  const place = typeof to === "number" ? to : at[to];
  const rung = rungs[Math.min(Math.max(place, 0), rungs.length - 1)];
  const { program } = world;
  const edits =
    edit === undefined
      ? {}
      : edit === "domain"
        ? { domain: `${program.domain}.example` }
        : edit === "built from"
          ? { builtFrom: `${program.builtFrom}.` }
          : { kind: edit };
  world.program = { ...program, ...rung, ...edits };
}

/** An update that went through has brought users what Git says. */
function afterUp({ vercel, program }: World, ended: Ended<unknown> | undefined): void {
  if (ended && "value" in ended && vercel.served() !== program.percent)
    throw new Error(`an update to ${program.percent} % went through and left ${vercel.served()} %`);
}

function byHand(world: World, how: "redeploy" | "promote" | "flag", percent: number): void {
  world.byHand((vercel) => {
    const { project, store, traffic } = vercel;
    const flag = [...project.env.values()].find(({ key }) => key === flagName);
    const ready = store.deploymentsOf(project).filter(({ state }) => state === "READY");
    const old = ready[percent % Math.max(1, ready.length)];
    const serving = store.deployments.get(project.production ?? "");
    if (how === "flag" && flag) {
      flag.value = `${percent}`;
      flag.updatedAt = store.now();
    }
    if (how === "promote" && old) traffic.promote(project, old);
    if (how !== "redeploy" || !serving) return;
    const again = vercel.build(serving.commit, {}, { ...serving.meta, originalDeploymentId: serving.id }, true);
    again.state = "READY";
    traffic.promote(project, again);
  });
}
