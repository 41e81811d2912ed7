import { z } from "zod";
import { isGone } from "./errors.ts";
import type { Asker } from "./limiter.ts";
import { allPages } from "./pages.ts";
import { Nothing, SecretFileEntry } from "./schemas.ts";
import { pathOf, type Transport } from "./transport.ts";

/** A service's own secret files (not those of linked groups), content by name. No call here starts a deploy. */
export class SecretFiles {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  async all(serviceId: string, asker?: Asker): Promise<Record<string, string>> {
    const path = pathOf`/services/${serviceId}/secret-files`;
    const found = await allPages(this.#transport, { path, entry: SecretFileEntry }, asker);
    return Object.fromEntries(found.map(({ secretFile }) => [secretFile.name, secretFile.content]));
  }

  async put(serviceId: string, name: string, content: string, asker?: Asker): Promise<void> {
    const path = pathOf`/services/${serviceId}/secret-files/${name}`;
    await this.#transport.ask({ method: "PUT", path, body: { content }, secrets: [content], answer: Nothing }, asker);
  }

  async remove(serviceId: string, name: string, asker?: Asker): Promise<void> {
    const path = pathOf`/services/${serviceId}/secret-files/${name}`;
    try {
      await this.#transport.ask({ method: "DELETE", path, answer: Nothing }, asker);
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }

  /** Replaces the whole set: what is not in `files` is gone. */
  async replace(serviceId: string, files: Readonly<Record<string, string>>, asker?: Asker): Promise<void> {
    const path = pathOf`/services/${serviceId}/secret-files`;
    const body = secretFileList(files);
    const answer = z.array(z.unknown()).nullish();
    await this.#transport.ask({ method: "PUT", path, body, secrets: Object.values(files), answer }, asker);
  }
}

/** The list form that requests use. */
export const secretFileList = (files: Readonly<Record<string, string>>): { name: string; content: string }[] =>
  Object.entries(files).map(([name, content]) => ({ name, content }));
