import { Session } from "./session.ts";

/** The engines that talk to one server, told apart by the connection they talk on. */
export class Sessions<Client> {
  readonly #byPeer = new Map<string, Session<Client>>();
  readonly #engineAddress: string | undefined;
  readonly #graceMs: number | undefined;
  readonly #onGone: () => void;

  /** `engineAddress` is the engine's that started this process, for engines that do not say it themselves. */
  constructor(options: { engineAddress?: string | undefined; graceMs?: number | undefined; onGone?: () => void } = {}) {
    this.#engineAddress = options.engineAddress;
    this.#graceMs = options.graceMs;
    this.#onGone = options.onGone ?? (() => {});
  }

  /**
   * The session of a connection. An engine greets a provider once; when its connection is opened anew later (after half
   * an hour without a call), it gets its session back as long as there is only one.
   */
  of(peer: string, { greeting = false } = {}): Session<Client> {
    const known = this.#byPeer.get(peer);
    if (known && !greeting) return known;
    known?.close();
    const [only, ...others] = new Set(this.#byPeer.values());
    const session = only && others.length === 0 && !greeting ? only : this.#open();
    this.#byPeer.set(peer, session);
    return session;
  }

  close(): void {
    for (const session of this.#byPeer.values()) session.close();
    this.#byPeer.clear();
  }

  #open(): Session<Client> {
    const session: Session<Client> = new Session({
      ...(this.#graceMs === undefined ? {} : { graceMs: this.#graceMs }),
      onGone: () => {
        for (const [peer, found] of this.#byPeer) if (found === session) this.#byPeer.delete(peer);
        this.#onGone();
      },
    });
    if (this.#engineAddress) session.attach(this.#engineAddress);
    return session;
  }
}
