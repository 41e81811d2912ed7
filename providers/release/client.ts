import type { Sources } from "../../checks/gates/sources.ts";
import type { Author, Evidence, History } from "../../release/evidence/evidence.ts";
import type { ProtectionBypass } from "../../release/site/protection-bypass.ts";
import type { Site } from "../../release/site/site.ts";
import { UserError } from "../protocol/errors.ts";
import type { RolloutInputs } from "./resources/rollout-inputs.ts";

/** The Vercel project of a rollout, and its flag. */
export interface Place {
  readonly teamId?: string | undefined;
  /** Id or name. */
  readonly projectId: string;
  readonly flag: string;
}

/** What the resources reach, each made when it is needed: most calls of an engine need none of it. */
export interface ReleaseClient {
  /** Whether there is a database to keep evidence in (`CUTOVER_DATABASE_URL`). */
  readonly keepsEvidence: boolean;
  /** By rollout, what its refresh has read: the check that follows takes it and does not ask once more. */
  readonly justRead: Map<string, History>;
  /** Who does it, from which commit. */
  author(): Promise<Author>;
  site(place: Place): Promise<Site>;
  bypass(place: Omit<Place, "flag">): Promise<ProtectionBypass>;
  /** Gives the evidence of a rollout to `use`, and ends the connection after it. */
  evidence<Result>(rollout: string, use: (evidence: Evidence) => Promise<Result>): Promise<Result>;
  sources<Result>(
    reach: { readonly inputs: RolloutInputs; readonly site: Site; readonly evidence: Evidence | undefined },
    use: (sources: Sources) => Promise<Result>,
  ): Promise<Result>;
}

/** From the environment: `VERCEL_API_TOKEN`, `VERCEL_BASE_URL`, `RENDER_…`, `CUTOVER_DATABASE_URL`, `CUTOVER_GATES_DATABASE_URL`. */
export function releaseClient(env: NodeJS.ProcessEnv): ReleaseClient {
  const url = env.CUTOVER_DATABASE_URL || undefined;
  let author: Promise<Author> | undefined;
  const vercel = { token: env.VERCEL_API_TOKEN, baseUrl: env.VERCEL_BASE_URL };
  return {
    keepsEvidence: url !== undefined,
    justRead: new Map(),

    author: () => (author ??= authorIn(env)),

    async site({ teamId, projectId, flag }) {
      const { openSite } = await import("../../release/site/vercel-site.ts");
      return openSite({ ...vercel, team: teamId, project: projectId, flag });
    },

    async bypass({ teamId, projectId }) {
      const { openBypass } = await import("../../release/site/protection-bypass.ts");
      return openBypass({ ...vercel, team: teamId, project: projectId });
    },

    async evidence(rollout, use) {
      const { openEvidence } = await import("../../release/evidence/postgres.ts");
      try {
        const evidence = openEvidence({ url: url ?? "", rollout });
        try {
          return await use(evidence);
        } finally {
          await evidence.close();
        }
      } catch (error) {
        throw toldToUser(error);
      }
    },

    async sources({ inputs, site, evidence }, use) {
      const { openSources } = await import("../../release/sources/open-sources.ts");
      const sources = openSources({ env, subject: inputs.subject, site, evidence });
      try {
        return await use(sources.sources);
      } finally {
        await sources.close();
      }
    },
  };
}

/** An error of the release's own has its code before its words: a mistake of the user or the world, no bug. */
function toldToUser(error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (!(error instanceof Error) || error instanceof UserError || typeof code !== "string") return error;
  return error.message.startsWith(`${code}:`) ? new UserError(code, error.message, { cause: error }) : error;
}

async function authorIn(env: NodeJS.ProcessEnv): Promise<Author> {
  const [{ authorOf }, { projectFolder }] = await Promise.all([
    import("../../release/subject/author.ts"),
    import("../../release/subject/place.ts"),
  ]);
  return authorOf(projectFolder, env);
}
