import { z } from "zod";
import { path, VercelApi, type VercelApiOptions } from "./vercel-api.ts";

/** What the dashboard shows beside the secret, and by which it is found again. */
const note = "Cutover: smoke checks of staged deployments";

const Secrets = z.object({
  protectionBypass: z.record(z.string(), z.object({ note: z.string().nullish() })).nullish(),
});

/** The secret that lets the stack's own checks through Deployment Protection, which keeps others from a staged deployment. */
export interface ProtectionBypass {
  find(signal?: AbortSignal): Promise<string | undefined>;
  /** That secret, made where there is none. */
  ensure(signal?: AbortSignal): Promise<string>;
  revoke(secret: string, signal?: AbortSignal): Promise<void>;
}

/** @see https://vercel.com/docs/deployment-protection/methods-to-bypass-deployment-protection/protection-bypass-automation (read 2026-11) */
export function openBypass(options: VercelApiOptions): ProtectionBypass {
  const api = new VercelApi(options);
  const idOrName = options.project;

  async function find(signal?: AbortSignal): Promise<string | undefined> {
    const project = await api.read({
      what: `read the project ${idOrName}`,
      path: path`/v9/projects/${idOrName}`,
      answer: Secrets,
      signal,
    });
    return secretIn(project);
  }

  const change = (what: string, body: object, signal?: AbortSignal) =>
    api.write({
      what,
      method: "PATCH",
      path: path`/v1/projects/${idOrName}/protection-bypass`,
      body,
      answer: Secrets,
      signal,
    });

  return {
    find,
    async ensure(signal) {
      const there = await find(signal);
      if (there !== undefined) return there;
      const made = secretIn(await change("make a secret for protection bypass", { generate: { note } }, signal));
      if (made === undefined)
        throw new Error("Failed to make a secret for protection bypass: Vercel's answer has none");
      return made;
    },
    async revoke(secret, signal) {
      if ((await find(signal)) !== secret) return;
      await change("revoke the secret for protection bypass", { revoke: { secret, regenerate: false } }, signal);
    },
  };
}

const secretIn = ({ protectionBypass }: z.output<typeof Secrets>): string | undefined =>
  Object.entries(protectionBypass ?? {}).find(([, entry]) => entry.note === note)?.[0];
