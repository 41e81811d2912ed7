import type { NotFoundHandler } from "hono";
import type { Scope } from "../core.ts";

/** Requests that no route serves, each once, in the order they came: what this GitHub lacks, or a client got wrong. */
export class UnknownRoutes {
  readonly #seen = new Set<string>();

  /** `METHOD /path` of each. */
  list(): readonly string[] {
    return [...this.#seen];
  }

  clear(): void {
    this.#seen.clear();
  }

  readonly handler: NotFoundHandler<Scope> = (c) => {
    this.#seen.add(`${c.req.method} ${c.req.path}`);
    return Response.json(
      { message: "Not Found", documentation_url: "https://docs.github.com/rest", status: "404" },
      { status: 404 },
    );
  };
}
