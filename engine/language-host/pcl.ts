/** An expression of Pulumi's configuration language, PCL, as far as `pulumi import` writes it. */
export type PclExpression =
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  | { readonly kind: "template"; readonly parts: readonly (string | PclExpression)[] }
  | { readonly kind: "list"; readonly items: readonly PclExpression[] }
  | { readonly kind: "object"; readonly entries: readonly (readonly [string, PclExpression])[] }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly PclExpression[] }
  | { readonly kind: "path"; readonly text: string };

/** A block such as `resource name "type" { … }` with its attributes and inner blocks. */
export interface PclBlock {
  readonly type: string;
  readonly labels: readonly string[];
  readonly attributes: ReadonlyMap<string, PclExpression>;
  readonly blocks: readonly PclBlock[];
}

const TOKEN =
  /\s+|#[^\n]*|\/\/[^\n]*|(?<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?<word>[A-Za-z_][\w-]*)|(?<mark>[{}[\]()=,.:])|(?<quote>")/y;

/** Reads the blocks of a PCL text. Throws a SyntaxError at the first thing that import does not write. */
export function parsePcl(text: string): PclBlock[] {
  return new Reader(text).file();
}

type Token = { readonly kind: "number" | "word" | "mark" | "quote" | "end"; readonly text: string };

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  file(): PclBlock[] {
    const blocks: PclBlock[] = [];
    while (this.#peek().kind !== "end") blocks.push(this.#block(this.#word()));
    return blocks;
  }

  #block(type: string): PclBlock {
    const labels: string[] = [];
    while (!this.#accept("{")) labels.push(this.#peek().kind === "quote" ? this.#plainString() : this.#word());
    const attributes = new Map<string, PclExpression>();
    const blocks: PclBlock[] = [];
    while (!this.#accept("}")) {
      const name = this.#peek().kind === "quote" ? this.#plainString() : this.#word();
      if (this.#accept("=")) attributes.set(name, this.#expression());
      else blocks.push(this.#block(name));
    }
    return { type, labels, attributes, blocks };
  }

  #expression(): PclExpression {
    const token = this.#peek();
    if (token.kind === "quote") return this.#string();
    if (token.kind === "number") return { kind: "literal", value: Number(this.#next().text) };
    if (this.#accept("[")) return { kind: "list", items: this.#until("]", () => this.#expression()) };
    if (this.#accept("{")) return { kind: "object", entries: this.#until("}", () => this.#entry()) };
    const name = this.#word();
    if (name === "true" || name === "false") return { kind: "literal", value: name === "true" };
    if (name === "null") return { kind: "literal", value: null };
    if (this.#accept("(")) return { kind: "call", name, args: this.#until(")", () => this.#expression()) };
    return { kind: "path", text: name + this.#traversal() };
  }

  #traversal(): string {
    let path = "";
    for (;;) {
      if (this.#accept(".")) path += `.${this.#word()}`;
      else if (this.#accept("[")) {
        const key = this.#peek().kind === "quote" ? JSON.stringify(this.#plainString()) : this.#next().text;
        this.#expect("]");
        path += `[${key}]`;
      } else return path;
    }
  }

  #entry(): [string, PclExpression] {
    const key = this.#peek().kind === "quote" ? this.#plainString() : this.#next().text;
    if (!this.#accept("=")) this.#expect(":");
    return [key, this.#expression()];
  }

  #until<Item>(close: string, item: () => Item): Item[] {
    const items: Item[] = [];
    while (!this.#accept(close)) {
      items.push(item());
      this.#accept(",");
    }
    return items;
  }

  #plainString(): string {
    const value = this.#string();
    if (value.kind !== "literal" || typeof value.value !== "string") this.#fail("a plain string");
    return value.value;
  }

  #string(): PclExpression {
    this.#next();
    const parts: (string | PclExpression)[] = [];
    let literal = "";
    for (;;) {
      const rest = this.#text.slice(this.#at, this.#at + 10);
      const escaped = /^\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[nrt"\\])/.exec(rest)?.[0];
      if (rest === "") this.#fail('"');
      if (escaped !== undefined) {
        literal += characterOf(escaped);
        this.#at += escaped.length;
      } else if (rest.startsWith("$${") || rest.startsWith("%%{")) {
        literal += rest.slice(1, 3);
        this.#at += 3;
      } else if (rest.startsWith("${")) {
        this.#at += 2;
        parts.push(literal, this.#expression());
        literal = "";
        this.#expect("}");
      } else {
        this.#at += 1;
        if (rest[0] === '"') break;
        literal += rest[0];
      }
    }
    return parts.length === 0 ? { kind: "literal", value: literal } : { kind: "template", parts: [...parts, literal] };
  }

  #word(): string {
    const token = this.#next();
    return token.kind === "word" ? token.text : this.#fail("a name", token);
  }

  #accept(mark: string): boolean {
    const from = this.#at;
    const token = this.#next();
    if (token.kind === "mark" && token.text === mark) return true;
    this.#at = from;
    return false;
  }

  #expect(mark: string): void {
    if (!this.#accept(mark)) this.#fail(mark);
  }

  #peek(): Token {
    const from = this.#at;
    const token = this.#next();
    this.#at = from;
    return token;
  }

  #next(): Token {
    while (this.#at < this.#text.length) {
      TOKEN.lastIndex = this.#at;
      const match = TOKEN.exec(this.#text);
      if (!match) return this.#fail("PCL");
      this.#at = TOKEN.lastIndex;
      for (const kind of ["number", "word", "mark", "quote"] as const) {
        const text = match.groups?.[kind];
        if (text !== undefined) return { kind, text };
      }
    }
    return { kind: "end", text: "" };
  }

  /** Never shows the text itself: it may hold secrets. */
  #fail(expected: string, found: Token = { kind: "end", text: "" }): never {
    const line = this.#text.slice(0, this.#at).split("\n").length;
    throw new SyntaxError(
      `expected ${expected} in line ${line}${found.kind === "end" ? "" : `, found a ${found.kind}`}`,
    );
  }
}

function characterOf(sequence: string): string {
  const code = sequence.slice(2);
  if (code) return String.fromCodePoint(Number.parseInt(code, 16));
  return { n: "\n", r: "\r", t: "\t" }[sequence.slice(1)] ?? sequence.slice(1);
}
