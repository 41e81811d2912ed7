import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { startGitHub } from "../../../rehearsal/github/github.ts";
import { type Evidence, EvidenceUnreachable, type RolloutEvent } from "../../../release/evidence/evidence.ts";
import type { RollbackOrder } from "../../../release/rollback/report.ts";
import { type RollbackParts, rollBack } from "../../../release/rollback/roll-back.ts";
import { rollbackTarget } from "../../../release/rollback/target.ts";
import type { Site } from "../../../release/site/site.ts";
import { repository } from "../../rehearsal/vercel/world.ts";
import { domain, flag, projectForTest } from "../site/project.ts";

export const committed = `# Production of Twin Brains.
config:
  cutover:app:
    name: twin-brains
    repository: https://github.com/${repository}
    branch: main
  cutover:vercel: {team: team_acmebrains}   # the team
  cutover:frontend:
    name: twin-brains
    domains:
      - ${domain}
  # The share of users on the new version.
  cutover:rollout:
    flag: ${flag}
    percent:   50    # raised on Monday
    ladder:
      - {percent: 0}
      - {percent: 10, dwell: PT24H}
      - {percent: 50, dwell: PT48H}
      - {percent: 100, dwell: P7D}
`;

/** Evidence in memory: what was recorded, and a switch that makes it as unreachable as a database that is down. */
export function evidenceForTest() {
  const events: RolloutEvent[] = [];
  const state = { down: false };
  const guard = async () => {
    if (state.down)
      throw new EvidenceUnreachable("EVIDENCE_UNREACHABLE: it is down\n  at CUTOVER_DATABASE_URL\n  fix: start it");
  };
  const evidence: Evidence = {
    async history() {
      await guard();
      return { now: new Date(), events: [...events], checkpoints: [] };
    },
    async record(fact, author) {
      await guard();
      const event: RolloutEvent = { ...author, ...fact, at: new Date(), id: events.length + 1 };
      events.push(event);
      return event;
    },
    recordCheckpoint: async () => undefined,
    close: async () => {},
  };
  return { evidence, events, state };
}

/** Production at 50 % with its zero twin beside it, a repository that says 50, and evidence of the arrival. */
export async function sceneForTest({ twin = true, text = committed } = {}) {
  const world = await projectForTest();
  const { git, clock, faults, vercel } = world;
  git.write(repository, "main", "At 50 %", { "Pulumi.prod.yaml": text, "README.md": "# Twin Brains\n" });
  const github = await startGitHub({ clock, git, repositories: [repository] });
  const project = await mkdtemp(join(tmpdir(), "cutover-rollback-"));
  onTestFinished(async () => {
    await github.close();
    await rm(project, { recursive: true });
  });
  await world.site.setFlag("50", undefined);
  const zero = twin ? await world.deployAt(0) : undefined;
  const fifty = await world.deployAt(50);
  await world.promote(fifty.id);

  await writeFile(join(project, "Pulumi.prod.yaml"), text);
  const kept = evidenceForTest();
  const lines: string[] = [];
  const env: NodeJS.ProcessEnv = { GITHUB_TOKEN: github.token, GITHUB_BASE_URL: `${github.url}/` };
  // The domain is asked inside the world.
  const outside = globalThis.fetch;
  globalThis.fetch = (input, init) =>
    String(input).startsWith(`https://${domain}`) ? world.edge.fetch(String(input), init) : outside(input, init);
  onTestFinished(() => {
    globalThis.fetch = outside;
  });

  const parts = async (other: Partial<RollbackParts> = {}): Promise<RollbackParts> => ({
    target: await rollbackTarget({ project, stack: "prod", env: {} }),
    site: world.site,
    evidence: kept.evidence,
    author: async () => ({ actor: "ann" }),
    env,
    signal: new AbortController().signal,
    tell: (line) => lines.push(line),
    ...other,
  });
  const back = async (order: Partial<RollbackOrder> = {}, other: Partial<RollbackParts> = {}) =>
    rollBack({ to: 0, automatic: false, ...order }, await parts(other));
  /** The stack's file as a branch in Git has it. */
  const inGit = (branch: string): string | undefined => {
    const there = git.repository(repository);
    const file = there.filesOf(there.resolve(branch) ?? "").get("Pulumi.prod.yaml");
    return file && there.text(file.sha);
  };
  const pulls = () => [...github.state.repositories.values()].flatMap((one) => [...one.pulls.values()]);
  return { ...world, ...kept, github, project, zero, fifty, lines, env, parts, back, inGit, pulls, faults, vercel };
}

/** A site that answers as another does, but for what is given. */
export const siteWith = (site: Site, other: Partial<Site>): Site => ({ ...site, ...other });
