import { z } from "zod";
import { anyService, instances, paidPlan, ServiceState } from "./inputs.ts";
import type { Patience } from "./patience.ts";
import { serviceResource } from "./service-resource.ts";

export const BackgroundWorkerInputs = z.object({ ...anyService, ...instances, plan: paidPlan });
export type BackgroundWorkerInputs = z.infer<typeof BackgroundWorkerInputs>;

/** @see https://render.com/docs/background-workers (read 2026-11) */
export const makeBackgroundWorker = (patience?: Patience) =>
  serviceResource<BackgroundWorkerInputs, ServiceState>(
    {
      type: "background_worker",
      token: "render:index:BackgroundWorker",
      prefix: "srv",
      description: "A process on Render that serves no requests. Done when its own deploy is live.",
      inputs: BackgroundWorkerInputs,
      state: ServiceState,
      own: () => ({}),
    },
    patience,
  );

/** A process that serves no requests, such as the consumer of a queue (S1.1). */
export const backgroundWorker = makeBackgroundWorker();
