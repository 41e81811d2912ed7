import type { Context, Hono, NotFoundHandler } from "hono";

/** Requests that no route serves, in the order they came: what the emulator lacks, or a client got wrong. */
export class UnknownRoutes {
  readonly #seen: string[] = [];

  /** `METHOD /path` of each. */
  list(): readonly string[] {
    return [...this.#seen];
  }

  clear(): void {
    this.#seen.length = 0;
  }

  /** Answers 405 where the path is served for another method, else 404. */
  handler(app: Hono): NotFoundHandler {
    return (c: Context) => {
      this.#seen.push(`${c.req.method} ${c.req.path}`);
      const served = app.routes.some((route) => route.method !== "ALL" && patternOf(route.path).test(c.req.path));
      return served
        ? Response.json({ message: "method not allowed" }, { status: 405 })
        : Response.json({ message: `not found: ${c.req.path}` }, { status: 404 });
    };
  }
}

const patternOf = (path: string) => new RegExp(`^${path.replace(/:[^/]+/g, "[^/]+")}$`);
