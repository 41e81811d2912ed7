/**
 * The world's edge: which loopback server answers for a public host name such as `twin-brains-api.onrender.com`.
 * The proxy in front of it (`proxy.ts`) lets unmodified clients reach these names; nothing else is reachable.
 */
export class Edge {
  readonly #origins = new Map<string, string>();
  readonly #ports = new Map<string, number>();

  /** @param origin `http://127.0.0.1:PORT` of the server that answers for `host`. */
  route(host: string, origin: string): void {
    this.#origins.set(host.toLowerCase(), origin);
  }

  unroute(host: string): void {
    this.#origins.delete(host.toLowerCase());
  }

  originOf(host: string): string | undefined {
    return this.#origins.get(host.toLowerCase());
  }

  /** A name on a private network (`red-…`, `dpg-…-a`), which is not spoken to by HTTP. @param port on 127.0.0.1 */
  routeTcp(host: string, port: number): void {
    this.#ports.set(host.toLowerCase(), port);
  }

  unrouteTcp(host: string): void {
    this.#ports.delete(host.toLowerCase());
  }

  /** The loopback port behind such a name. A port where nothing listens (a suspended store) refuses connections. */
  portOf(host: string): number | undefined {
    return this.#ports.get(host.toLowerCase());
  }

  hosts(): string[] {
    return [...this.#origins.keys()].sort();
  }

  /** Like the global fetch, for public URLs inside the world; an unknown host fails as an unresolvable name does. */
  readonly fetch = async (url: string | URL, init: RequestInit = {}): Promise<Response> => {
    const target = new URL(url);
    const origin = target.hostname === "127.0.0.1" ? target.origin : this.originOf(target.hostname);
    if (!origin) throw new TypeError(`fetch failed: getaddrinfo ENOTFOUND ${target.hostname}`);
    const headers = new Headers(init.headers);
    headers.set("x-forwarded-host", target.host);
    headers.set("x-forwarded-proto", target.protocol.slice(0, -1));
    return fetch(new URL(target.pathname + target.search, origin), { ...init, headers });
  };
}
