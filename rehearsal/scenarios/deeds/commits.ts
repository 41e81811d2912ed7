import { z } from "zod";
import type { AppTraits, Commit } from "../../core/git.ts";
import { callRender, serviceOf } from "../../story/render-api.ts";
import { expectSame, type Scene } from "../../story/scene.ts";
import { waitFor } from "../../story/wait.ts";

const deploy = z.object({ id: z.string(), status: z.string() });

/** A commit whose app is like that goes live at Render's API service, as an operator deploys it there. */
export async function deployApi(scene: Scene, message: string, app: AppTraits): Promise<Commit> {
  const { git } = scene.world;
  const commit = git.push(scene.file.repository, scene.file.branch, message, app);
  const { id } = await serviceOf(scene, "web_service");
  const started = await callRender(scene, `POST /services/${id}/deploys`, deploy, { commitId: commit.sha });
  const ended = await waitFor("the end of the API's deploy", async () => {
    const { status } = await callRender(scene, `GET /services/${id}/deploys/${started.id}`, deploy);
    return status === "live" || status.endsWith("failed") ? status : undefined;
  });
  expectSame("the deploy", ended, "live");
  return commit;
}
