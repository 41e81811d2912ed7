/** How something stands: `good`, `bad`, `busy` (under way), `still` (nothing to do about it). Always shown with its word. */
export type Tone = "good" | "bad" | "busy" | "still";

export interface Status {
  readonly tone: Tone;
  readonly word: string;
}

/** One cell of a table. `sub` is a second, quieter line. Every text is plain: markup is for the page to make. */
export interface Cell {
  readonly text?: string;
  readonly code?: string;
  readonly status?: Status;
  /** ISO 8601. */
  readonly time?: string;
  readonly sub?: string;
}

export interface TableView {
  readonly kind: "table";
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** Texts that open and close, each under a title. */
export interface FoldsView {
  readonly kind: "folds";
  readonly folds: readonly {
    readonly id: string;
    readonly title: string;
    readonly note: string;
    readonly body: Body;
  }[];
}

export type Body =
  | { readonly kind: "lines"; readonly lines: readonly LogLineView[] }
  | { readonly kind: "names"; readonly names: readonly MaskedView[] };

export interface LogLineView {
  /** ISO 8601. */
  readonly time: string;
  readonly level: "info" | "warning" | "error";
  readonly text: string;
}

/** A variable by its name: its value never leaves the world. */
export interface MaskedView {
  readonly name: string;
  readonly note?: string;
}

export interface Section {
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  readonly column: "main" | "side" | "wide";
  /** What stands there when there is nothing. */
  readonly empty: string;
  readonly content: TableView | FoldsView;
}

/** A figure in the page's first rows. */
export interface Tile {
  readonly title: string;
  readonly value: string;
  readonly note: string;
  readonly tone: Tone;
}

/** What one vendor adds to the page. */
export interface PartView {
  readonly tiles: readonly Tile[];
  readonly sections: readonly Section[];
  /** Sentences about what is wrong, and about what is under way. */
  readonly problems: readonly string[];
  readonly underWay: readonly string[];
}

/** The whole world, as its page shows it and `world.json` tells it. */
export interface WorldView extends PartView {
  readonly name: string;
  readonly stack: string;
  readonly verdict: Status;
  /** The world's time, ISO 8601, and how far ahead of the machine's it is. */
  readonly now: string;
  readonly advancedMs: number;
  readonly startedAt: string;
}
