import { z } from "zod";
import { tokenFor } from "../app/auth.ts";
import { callRender, lastLines, newestDeploy, serviceOf } from "./render-api.ts";
import { expectSame, type Scene, type Step, Unexpected } from "./scene.ts";
import { waitFor } from "./wait.ts";

const [twin, owner, enough] = ["twin-ada", "user-ada", 5];

/** Feedback is learnt from: API, queue, worker and cron job do their parts (S1.12, S1.13). */
export const learning: readonly Step[] = [
  {
    title: "Feedback becomes a job, and the worker processes it",
    async run(scene) {
      const worker = await serviceOf(scene, "background_worker");
      expectSame(`newest deploy of ${worker.name}`, (await newestDeploy(scene, worker.id))?.status, "live");
      const asked = await giveFeedback(scene);
      if (!asked) throw new Unexpected(`${enough} events made no job; expected one`);
      const job = await processedJob(scene, "api");
      expectSame("the job", job, { id: asked, regression_gate: "passed", published: false, events: enough });
      await expectNoLearningInPublic(scene);
      return `${enough} events, job ${asked.slice(0, 8)} processed in the database, nothing learnt from public chat`;
    },
  },
  {
    title: "Half an hour later the cron job finds what came meanwhile",
    async run(scene) {
      const cronJob = await serviceOf(scene, "cron_job");
      if (await giveFeedback(scene))
        throw new Unexpected("the events made a job; expected the cooldown to hold it back");
      scene.world.clock.advance(31 * 60_000);
      const job = await processedJob(scene, "scheduler");
      expectSame("events of the job", job.events, enough);
      await waitFor("the end of the scheduled run", () => endOfRun(scene, cronJob.id));

      const { id } = await callRender(scene, `POST /cron-jobs/${cronJob.id}/runs`, z.object({ id: z.string() }));
      expectSame("the run by hand", await waitFor("its end", () => endOfRun(scene, cronJob.id, id)), "successful");
      const said = (await lastLines(scene, cronJob.id)).filter((line) => line.includes("due twins enqueued"));
      expectSame(
        "what the last two runs said",
        // One before may have come by the schedule as well.
        said.slice(-2),
        [1, 0].map((due) => `INFO: scheduler: ${due} of ${due} due twins enqueued`),
      );
      return `${cronJob.name}: its schedule enqueued 1 twin, a run by hand found nothing more`;
    },
  },
];

const accepted = z.object({ event_id: z.uuid(), job_id: z.uuid().optional() });

/** Enough feedback for a job, through the API's public name. @returns the job that the last one made. */
async function giveFeedback(scene: Scene): Promise<string | undefined> {
  const { world, secretsByName } = scene;
  const { url } = await serviceOf(scene, "web_service");
  const authorization = `Bearer ${await tokenFor(owner, secretsByName.JWT_SECRET ?? "")}`;
  let job: string | undefined;
  for (let event = 0; event < enough; event += 1) {
    const answer = await world.edge.fetch(`${url}/feedback`, {
      method: "POST",
      headers: { authorization, "content-type": "application/json" },
      body: JSON.stringify({ twin_id: twin, rating: event % 2 ? "down" : "up" }),
    });
    const body: unknown = await answer.json();
    if (answer.status !== 202)
      throw new Unexpected(`/feedback answered ${answer.status} ${JSON.stringify(body)}; expected 202`);
    job = accepted.parse(body).job_id ?? job;
  }
  return job;
}

/** The twin's one processed job that the API or the scheduler asked for, as the database has it. */
function processedJob({ world }: Scene, requestedBy: string) {
  return waitFor(`a processed job that the ${requestedBy} asked for`, async () => {
    const [job] = await world.database.query<{
      id: string;
      regression_gate: string;
      published: boolean;
      events: number;
    }>(
      `select id, regression_gate, published,
         (select count(*)::int from feedback_events where job_id = learning_jobs.id) as events
       from learning_jobs where twin_id = $1 and requested_by = $2 and status = 'processed'`,
      [twin, requestedBy],
    );
    return job;
  });
}

async function expectNoLearningInPublic(scene: Scene): Promise<void> {
  const { world } = scene;
  const { url } = await serviceOf(scene, "web_service");
  const answer = await world.edge.fetch(`${url}/share/share-ada-0001/chat`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ message: "Who are you?" }),
  });
  expectSame("status of the public chat", answer.status, 200);
  const [written] = await world.database.query(
    `select (select count(*)::int from conversations where channel = 'public') as conversations,
       (select count(*)::int from training_examples) as examples`,
  );
  expectSame("rows after a public chat", written, { conversations: 1, examples: 0 });
}

const events = z.array(
  z.object({ event: z.object({ details: z.object({ cronJobRunId: z.string(), status: z.string() }) }) }),
);

/** How a run ended: the given one, or any. */
async function endOfRun(scene: Scene, cronJobId: string, runId?: string): Promise<string | undefined> {
  const ended = await callRender(scene, `GET /services/${cronJobId}/events?type=cron_job_run_ended`, events);
  return ended.find(({ event }) => runId === undefined || event.details.cronJobRunId === runId)?.event.details.status;
}
