import { z } from "zod";
import { isGone } from "./errors.ts";
import type { Asker } from "./limiter.ts";
import { allPages } from "./pages.ts";
import { EnvVar, EnvVarEntry, Nothing } from "./schemas.ts";
import { pathOf, type Transport } from "./transport.ts";

/** A service's own env vars (not those of linked groups). No call here starts a deploy. */
export class EnvVars {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  async all(serviceId: string, asker?: Asker): Promise<Record<string, string>> {
    const path = pathOf`/services/${serviceId}/env-vars`;
    const found = await allPages(this.#transport, { path, entry: EnvVarEntry }, asker);
    return Object.fromEntries(found.map(({ envVar }) => [envVar.key, envVar.value]));
  }

  /** One value; `undefined` where it is not set. */
  async find(serviceId: string, key: string, asker?: Asker): Promise<string | undefined> {
    const path = pathOf`/services/${serviceId}/env-vars/${key}`;
    try {
      return (await this.#transport.ask({ method: "GET", path, answer: EnvVar }, asker)).value;
    } catch (error) {
      if (isGone(error)) return undefined;
      throw error;
    }
  }

  async put(serviceId: string, key: string, value: string, asker?: Asker): Promise<void> {
    const path = pathOf`/services/${serviceId}/env-vars/${key}`;
    await this.#transport.ask({ method: "PUT", path, body: { value }, secrets: [value], answer: Nothing }, asker);
  }

  async remove(serviceId: string, key: string, asker?: Asker): Promise<void> {
    const path = pathOf`/services/${serviceId}/env-vars/${key}`;
    try {
      await this.#transport.ask({ method: "DELETE", path, answer: Nothing }, asker);
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }

  /** Replaces the whole set: what is not in `env` is gone. */
  async replace(serviceId: string, env: Readonly<Record<string, string>>, asker?: Asker): Promise<void> {
    const path = pathOf`/services/${serviceId}/env-vars`;
    const body = envVarList(env);
    const answer = z.array(z.unknown()).nullish();
    await this.#transport.ask({ method: "PUT", path, body, secrets: Object.values(env), answer }, asker);
  }
}

/** The list form that requests use. */
export const envVarList = (env: Readonly<Record<string, string>>): { key: string; value: string }[] =>
  Object.entries(env).map(([key, value]) => ({ key, value }));
