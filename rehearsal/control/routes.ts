import { Hono } from "hono";
import { z } from "zod";
import { Fault } from "../core/faults.ts";
import { KeptWorldError } from "../kept-error.ts";
import type { WorldView } from "../page/views/view.ts";
import { restoreSnapshot, type Subject, takeSnapshot } from "../snapshot/snapshots.ts";
import {
  AdvanceRequest,
  type PushAnswer,
  PushRequest,
  RestoreRequest,
  SnapshotRequest,
  type StatusAnswer,
} from "./requests.ts";

export interface ControlOptions {
  readonly subject: Subject & { readonly file: { readonly branch: string } };
  readonly view: () => WorldView;
  /** Ends the keeping process in order. */
  readonly stop: () => void;
}

/** What other terminals can do to a kept world. Whoever gets here has shown the token. */
export function controlRoutes({ subject, view, stop }: ControlOptions): Hono {
  const { world, file } = subject;
  const alone = oneAtATime();
  const routes = new Hono();

  routes.get("/status", (c) => {
    const { verdict, problems, underWay, now, advancedMs } = view();
    return c.json({
      ...{ verdict, reasons: [...problems, ...underWay], now, advancedMs },
      inventory: Object.fromEntries(Object.entries(world.inventory()).map(([noun, names]) => [noun, [...names]])),
      unanswered: world.unanswered(),
      faults: world.faults.list().map((fault) => ({ ...fault })),
    } satisfies z.input<typeof StatusAnswer>);
  });

  routes.post("/snapshot", async (c) => {
    const { name, replace } = SnapshotRequest.parse(await c.req.json());
    return c.json(await alone(() => takeSnapshot(subject, name, { over: replace })));
  });
  routes.post("/restore", async (c) => {
    const { name } = RestoreRequest.parse(await c.req.json());
    return c.json(await alone(() => restoreSnapshot(subject, name)));
  });

  routes.post("/push", async (c) => {
    const { message, branch = file.branch, app } = PushRequest.parse(await c.req.json());
    const { sha } = world.git.push(file.repository, branch, message, app);
    return c.json({ sha, message, branch, underWay: [...view().underWay] } satisfies z.input<typeof PushAnswer>);
  });

  routes.get("/faults", (c) => c.json({ faults: world.faults.list() }));
  routes.post("/faults", async (c) => {
    world.faults.add(Fault.parse(await c.req.json()));
    return c.json({ faults: world.faults.list() });
  });
  routes.delete("/faults", (c) => {
    world.faults.clear();
    return c.json({ faults: [] });
  });

  routes.post("/advance", async (c) => {
    world.clock.advance(AdvanceRequest.parse(await c.req.json()).ms);
    return c.json({ now: world.clock.now().toISOString(), advancedMs: world.clock.advancedMs });
  });
  routes.post("/stop", (c) => {
    setImmediate(stop);
    return c.json({ stopping: true });
  });

  routes.onError((error, c) => {
    if (error instanceof KeptWorldError) return c.json({ code: error.code, message: error.message }, 409);
    if (error instanceof z.ZodError)
      return c.json({ code: "REQUEST_INVALID", message: `REQUEST_INVALID: ${z.prettifyError(error)}` }, 400);
    return c.json({ code: "WORLD_FAILED", message: `WORLD_FAILED: ${error.message}` }, 500);
  });
  return routes;
}

/** Runs one after the other: of two restores at once, the later one wins as a whole. */
function oneAtATime() {
  let last: Promise<unknown> = Promise.resolve();
  return <Result>(work: () => Promise<Result>): Promise<Result> => {
    const done = last.then(work, work);
    last = done.catch(() => {});
    return done;
  };
}
