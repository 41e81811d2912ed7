/** A part of the world that can be saved and brought back. */
export interface Part {
  /** Puts what is held outside of its state into it, where there is such a thing. */
  prepare?(): Promise<void>;
  /** All that it remembers, as plain data for v8's serialisation. Called when nothing is under way. */
  save(): unknown;
  /**
   * Makes ready what was saved, beside what is there and without touching it.
   * @throws when it cannot; nothing of it stays then
   */
  load(saved: unknown): Promise<Loaded> | Loaded;
}

/** A saved state that is ready: it takes the place of the present one, or is given up. */
export interface Loaded {
  swap(): Promise<void> | void;
  discard?(): Promise<void> | void;
}
