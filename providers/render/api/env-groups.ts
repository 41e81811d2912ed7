import { z } from "zod";
import { isGone } from "./errors.ts";
import type { Asker } from "./limiter.ts";
import { PAGE_SIZE } from "./pages.ts";
import { Nothing } from "./schemas.ts";
import { pathOf, type Question, type Transport } from "./transport.ts";

/** What lists say of a group: neither values nor files. */
export const EnvGroupMeta = z.object({
  id: z.string(),
  name: z.string(),
  ownerId: z.string(),
  environmentId: z.string().nullish(),
  serviceLinks: z.array(z.object({ id: z.string() })).nullish(),
});
export type EnvGroupMeta = z.infer<typeof EnvGroupMeta>;

export const EnvGroup = EnvGroupMeta.extend({
  envVars: z.array(z.object({ key: z.string(), value: z.string() })).nullish(),
  secretFiles: z.array(z.object({ name: z.string(), content: z.string() })).nullish(),
});
export type EnvGroup = z.infer<typeof EnvGroup>;

/** Env groups: variables and files that services share. No call here starts a deploy. */
export class EnvGroups {
  readonly #transport: Transport;

  /** A group's variables, key by key. */
  readonly envVars = this.#keyed("env-vars", (value) => ({ value }));
  /** A group's secret files, one by one. */
  readonly secretFiles = this.#keyed("secret-files", (content) => ({ content }));

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** `undefined` when there is none of this id (any more). */
  async find(id: string, asker?: Asker): Promise<EnvGroup | undefined> {
    try {
      return await this.#transport.ask({ method: "GET", path: pathOf`/env-groups/${id}`, answer: EnvGroup }, asker);
    } catch (error) {
      if (isGone(error)) return undefined;
      throw error;
    }
  }

  /** The groups of a workspace that have one of these names. */
  async named(ownerId: string, names: readonly string[], asker?: Asker): Promise<EnvGroupMeta[]> {
    const found = await this.#list({ name: names, ownerId: [ownerId] }, asker);
    return found.filter((group) => names.includes(group.name) && group.ownerId === ownerId);
  }

  /** All groups of a workspace, with the ids of the services that each is linked to. */
  all(ownerId: string, asker?: Asker): Promise<EnvGroupMeta[]> {
    return this.#list({ ownerId: [ownerId] }, asker);
  }

  /** Never repeated when it may have worked. */
  create(body: object, secrets: readonly string[], asker?: Asker): Promise<EnvGroup> {
    return this.#transport.ask({ method: "POST", path: "/env-groups", body, secrets, answer: EnvGroup }, asker);
  }

  async rename(id: string, name: string, asker?: Asker): Promise<void> {
    const path = pathOf`/env-groups/${id}`;
    await this.#transport.ask({ method: "PATCH", path, body: { name }, answer: Nothing }, asker);
  }

  /** Gives a service the group's values from its next deploy on. Linking twice is linking once. */
  async link(id: string, serviceId: string, asker?: Asker): Promise<void> {
    const path = pathOf`/env-groups/${id}/services/${serviceId}`;
    await this.#transport.ask({ method: "POST", path, answer: Nothing, repeatable: true }, asker);
  }

  /** Takes effect with the service's next deploy. A link, service or group that is gone already is unlinked. */
  unlink(id: string, serviceId: string, asker?: Asker): Promise<void> {
    return this.#delete(pathOf`/env-groups/${id}/services/${serviceId}`, asker);
  }

  /** What is gone already is removed. */
  remove(id: string, asker?: Asker): Promise<void> {
    return this.#delete(pathOf`/env-groups/${id}`, asker);
  }

  #keyed(noun: "env-vars" | "secret-files", bodyOf: (text: string) => object) {
    const at = (id: string, key: string) => pathOf`/env-groups/${id}/${noun}/${key}`;
    return {
      put: async (id: string, key: string, text: string, asker?: Asker): Promise<void> => {
        const [path, body] = [at(id, key), bodyOf(text)];
        await this.#transport.ask({ method: "PUT", path, body, secrets: [text], answer: Nothing }, asker);
      },
      /** What is gone already is removed. */
      remove: (id: string, key: string, asker?: Asker): Promise<void> => this.#delete(at(id, key), asker),
    };
  }

  /** One page: entries of this list carry no cursor that would lead to a second. */
  async #list(query: Question<unknown>["query"], asker: Asker | undefined): Promise<EnvGroupMeta[]> {
    const answer = z.array(EnvGroupMeta).nullable();
    const question = { method: "GET", path: "/env-groups", query: { ...query, limit: PAGE_SIZE }, answer } as const;
    return (await this.#transport.ask(question, asker)) ?? [];
  }

  async #delete(path: string, asker: Asker | undefined): Promise<void> {
    try {
      await this.#transport.ask({ method: "DELETE", path, answer: Nothing }, asker);
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
}
