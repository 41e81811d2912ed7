import { z } from "zod";
import { callRender, lastLines, serviceOf } from "./render-api.ts";
import { configure, expectSame, keepConfig, refuse, type Step, Unexpected } from "./scene.ts";
import { preview } from "./stack-runs.ts";
import { waitFor } from "./wait.ts";

const deploy = z.object({ id: z.string(), status: z.string() });

/** What the policy pack refuses in a preview, and what an app whose variables were taken away says. */
export const refusals: readonly Step[] = [
  {
    title: "REDIS_URL of another queue is refused in preview",
    async run(scene) {
      const before = JSON.stringify(scene.world.inventory());
      const putBack = await keepConfig(scene);
      await configure(scene, "cutover:env.backend.REDIS_URL", "redis://another-queue:6379");
      await refuse(scene, preview, ["require-shared-queue", "REDIS_URL"]);
      expectSame("the world", JSON.stringify(scene.world.inventory()), before);
      await putBack();
      return "preview failed naming require-shared-queue; the world is as it was";
    },
  },
  {
    title: "A worker that lost REDIS_URL by hand fails its deploy, loudly; the one before goes on",
    async run(scene) {
      const { id, name } = await serviceOf(scene, "background_worker");
      const { value } = await callRender(
        scene,
        `GET /services/${id}/env-vars/REDIS_URL`,
        z.object({ value: z.string() }),
      );
      await callRender(scene, `DELETE /services/${id}/env-vars/REDIS_URL`, z.undefined());
      const started = await callRender(scene, `POST /services/${id}/deploys`, deploy, {});
      const ended = await waitFor("the end of the worker's deploy", async () => {
        const now = await callRender(scene, `GET /services/${id}/deploys/${started.id}`, deploy);
        return now.status === "live" || now.status.endsWith("failed") ? now.status : undefined;
      });
      expectSame("the deploy", ended, "update_failed");
      const why = (await lastLines(scene, id)).find((line) => line.includes("missing required environment variables"));
      if (!why) throw new Unexpected(`the log of ${name} does not say which variable is missing`);
      await callRender(scene, `PUT /services/${id}/env-vars/REDIS_URL`, z.unknown(), { value });
      return `${name}: ${why}`;
    },
  },
];
