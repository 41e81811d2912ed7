import { z } from "zod";
import { commentWith } from "./flag-hold.ts";
import type { Flag, FlagHold } from "./site.ts";
import { path, type VercelApi } from "./vercel-api.ts";
import { VercelApiError } from "./vercel-error.ts";

const Variable = z.object({
  id: z.string().optional(),
  key: z.string(),
  value: z.string().nullish(),
  type: z.string(),
  target: z.union([z.array(z.string()), z.string().transform((one) => [one])]).nullish(),
  gitBranch: z.string().nullish(),
  comment: z.string().nullish(),
  updatedAt: z.number().nullish(),
  createdAt: z.number().nullish(),
});
type Variable = z.output<typeof Variable>;

const Variables = z.object({ envs: z.array(Variable) });
const OneValue = z.object({ value: z.string().nullish(), decrypted: z.boolean().nullish() });
const Anything = z.unknown();

/** The project's variable that carries the percent, of Production only. */
export class VercelFlag {
  readonly #api: VercelApi;
  readonly #project: string;
  readonly #key: string;

  constructor(api: VercelApi, project: string, key: string) {
    this.#api = api;
    this.#project = project;
    this.#key = key;
  }

  async read(signal?: AbortSignal): Promise<Flag | undefined> {
    const found = await this.#find(signal);
    return found && { ...told(found), value: await this.#valueOf(found, signal) };
  }

  /** Does nothing where it is so already: the time of the last change tells what later deployments were built with. */
  async set(value: string, hold: FlagHold | undefined, signal?: AbortSignal): Promise<void> {
    const there = await this.#find(signal);
    if (!there?.id) {
      await this.#create(value, commentWith("", hold), signal).catch(async (error: unknown) => {
        // Somebody else made it meanwhile.
        const other = isConflict(error) ? await this.#find(signal) : undefined;
        if (!other?.id) throw error;
        await this.#change(other.id, value, commentWith(other.comment ?? "", hold), signal);
      });
      return;
    }
    const comment = commentWith(there.comment ?? "", hold);
    const { targets } = told(there);
    const same = (await this.#valueOf(there, signal)) === value && (there.comment ?? "") === comment;
    if (same && targets.join() === "production") return;
    await this.#change(there.id, value, comment, signal);
    if (there.type !== "sensitive") return;
    // Vercel lets a sensitive variable become readable only by making it anew; by now it has the right value.
    await this.#delete(there.id, signal);
    await this.#create(value, comment, signal);
  }

  async remove(signal?: AbortSignal): Promise<void> {
    const there = await this.#find(signal);
    if (there?.id) await this.#delete(there.id, signal);
  }

  async #find(signal: AbortSignal | undefined): Promise<Variable | undefined> {
    const { envs } = await this.#api.read({
      what: "read the project's variables",
      path: path`/v10/projects/${this.#project}/env`,
      answer: Variables,
      signal,
    });
    return envs
      .filter(({ key, gitBranch }) => key === this.#key && !gitBranch)
      .find(({ target }) => target?.includes("production"));
  }

  async #valueOf({ id, type, value }: Variable, signal: AbortSignal | undefined): Promise<string | undefined> {
    if (type === "plain") return value ?? undefined;
    if (type === "sensitive" || id === undefined) return undefined;
    const one = await this.#api.find({
      what: `read the variable ${this.#key}`,
      path: path`/v1/projects/${this.#project}/env/${id}`,
      answer: OneValue,
      signal,
    });
    return one?.decrypted === false ? undefined : (one?.value ?? undefined);
  }

  /** `plain`: a percentage is no secret, and whoever looks at the dashboard should see it. */
  async #create(value: string, comment: string, signal: AbortSignal | undefined): Promise<void> {
    const { failed } = await this.#api.write({
      what: `create the variable ${this.#key}`,
      method: "POST",
      path: path`/v10/projects/${this.#project}/env`,
      body: { key: this.#key, value, type: "plain", target: ["production"], comment },
      answer: z.object({ failed: z.array(z.unknown()).optional() }),
      signal,
    });
    if (failed?.length) throw new Error(`Failed to create the variable ${this.#key}: Vercel named no reason`);
  }

  async #change(id: string, value: string, comment: string, signal: AbortSignal | undefined): Promise<void> {
    await this.#api.write({
      what: `change the variable ${this.#key} to ${value}`,
      method: "PATCH",
      path: path`/v9/projects/${this.#project}/env/${id}`,
      body: { value, target: ["production"], comment },
      answer: Anything,
      signal,
    });
  }

  async #delete(id: string, signal: AbortSignal | undefined): Promise<void> {
    await this.#api
      .write({
        what: `remove the variable ${this.#key}`,
        method: "DELETE",
        path: path`/v9/projects/${this.#project}/env/${id}`,
        answer: Anything,
        signal,
      })
      .catch((error: unknown) => {
        if (!(error instanceof VercelApiError && error.status === 404)) throw error;
      });
  }
}

const told = ({ id = "", target, comment, updatedAt, createdAt }: Variable) => ({
  id,
  targets: target ?? [],
  comment: comment ?? "",
  updatedAt: new Date(updatedAt ?? createdAt ?? 0),
});

const isConflict = (error: unknown): boolean =>
  error instanceof VercelApiError && (error.status === 409 || error.message.includes("ENV_CONFLICT"));
