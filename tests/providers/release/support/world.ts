import { onTestFinished } from "vitest";
import { startServer } from "../../../../providers/protocol/serve.ts";
import { release } from "../../../../providers/release/provider.ts";
import type { CheckpointFact, EventFact } from "../../../../release/evidence/evidence.ts";
import { openEvidence } from "../../../../release/evidence/postgres.ts";
import { teamId } from "../../../rehearsal/vercel/world.ts";
import { flag, projectForTest } from "../../../release/site/project.ts";
import type { EvidenceDatabase } from "../../../release/support/database.ts";
import { TestEngine } from "../../protocol/engine.ts";
import { Driven } from "./driven.ts";

/** An address at which no database answers. */
export const nowhere = { CUTOVER_DATABASE_URL: "postgres://cutover_recorder:x@127.0.0.1:9/postgres" };

const hours = (count: number) => count * 3_600_000;
const author = { actor: "ada" };
let projects = 0;

/** A ladder whose steps open by dwell alone: nothing here is about gates. */
export const ladder = [
  { percent: 0 },
  { percent: 10, dwell: "PT24H" },
  { percent: 50, dwell: "PT48H" },
  { percent: 100, dwell: "P7D" },
];

/**
 * A Vercel project with its deployments, the evidence in a real database, and the release provider served to an engine; all
 * gone when the test ends. Every test has a rollout of its own in the shared database.
 */
export async function releaseWorld(database: EvidenceDatabase) {
  const project = await projectForTest();
  projects += 1;
  const subject = { project: `app-${projects}-${process.pid}` };
  const evidence = openEvidence({ url: database.recorderUrl, rollout: `${subject.project}/${flag}` });
  onTestFinished(() => evidence.close());
  const env = {
    VERCEL_API_TOKEN: project.vercel.token,
    VERCEL_BASE_URL: project.vercel.url,
    CUTOVER_DATABASE_URL: database.recorderUrl,
    CUTOVER_GATES_DATABASE_URL: database.readerUrl,
    GITHUB_ACTOR: "ada",
  };
  const { rollout, promotion, bypass } = await stackIn(env);
  const place = { teamId, projectId: project.project.id };

  /** The rollout's program; `watchEvery` is long, since nobody runs checkpoints here. */
  const at = (percent: number, more: object = {}) => ({
    ...{ ...place, flag, percent, ladder, subject, watchEvery: "P30D" },
    ...more,
  });
  /** The promotion's program. */
  const to = (deploymentId: string, percent: number) => ({
    ...{ ...place, project: subject.project, flag, deploymentId, percent },
  });
  /** The whole way of a program at a percent, as the component declares it: rollout, deployment, promotion. */
  async function up(percent: number, more: object = {}): Promise<string> {
    const granted = Number((await rollout.up(at(percent, more))).granted);
    const { id } = await project.deployAt(granted);
    await promotion.up(to(id, granted));
    return id;
  }

  return {
    ...{ ...project, place, rollout, promotion, bypass, at, to, up },
    flagNow: async () => (await project.site.reality()).flag?.value,
    record: (fact: EventFact) => evidence.record(fact, author),
    history: () => evidence.history(),
    recordCheckpoint: (fact: CheckpointFact) => evidence.recordCheckpoint(fact, author),
    kinds: async () => (await evidence.history()).events.map(({ kind }) => kind),
    /** Hours pass for the evidence. */
    pass: (count: number) => database.clock.advance(hours(count)),
    /** The same stack as another operator has it, whose environment differs. */
    async elsewhere(other: Readonly<Record<string, string>>) {
      const stack = await stackIn({ ...env, ...other });
      stack.rollout.takeOver(rollout);
      stack.promotion.takeOver(promotion);
      return stack;
    },
  };
}

/** The provider, served in an environment, and resources of it. */
async function stackIn(env: NodeJS.ProcessEnv) {
  const engine = await TestEngine.start();
  const server = await startServer(release, { env });
  const client = await engine.connect(server.port);
  onTestFinished(async () => {
    engine.close();
    await server.close();
  });
  return {
    rollout: new Driven(client, engine, "release:index:Rollout"),
    promotion: new Driven(client, engine, "release:index:Promotion"),
    bypass: new Driven(client, engine, "release:index:ProtectionBypass"),
  };
}
