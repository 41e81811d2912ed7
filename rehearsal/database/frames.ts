/**
 * Messages of PostgreSQL's protocol, version 3, as bytes: the little that a gateway in front of one backend needs.
 * @see https://www.postgresql.org/docs/current/protocol-message-formats.html
 */

/** One message after the start-up: its type letter, and its bytes with type and length. */
export interface Frame {
  readonly type: string;
  readonly bytes: Buffer;
}

/** The first complete message of `buffer` and what follows it, or undefined while more bytes have to come. */
export function firstFrame(buffer: Buffer): { frame: Frame; rest: Buffer } | undefined {
  if (buffer.length < 5) return undefined;
  const end = 1 + buffer.readInt32BE(1);
  if (buffer.length < end) return undefined;
  return {
    frame: { type: String.fromCharCode(buffer[0] ?? 0), bytes: buffer.subarray(0, end) },
    rest: buffer.subarray(end),
  };
}

function frameOf(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type, 0, "latin1");
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

/** What an unencrypted client may send before its first typed message. */
export type Opening =
  | { readonly kind: "encryption" }
  | { readonly kind: "cancel" }
  | { readonly kind: "start"; readonly parameters: Readonly<Record<string, string>> };

export function firstOpening(buffer: Buffer): { opening: Opening; rest: Buffer } | undefined {
  if (buffer.length < 8) return undefined;
  const length = buffer.readInt32BE(0);
  if (buffer.length < length) return undefined;
  const [code, rest] = [buffer.readInt32BE(4), buffer.subarray(length)];
  if (code === 80877103 || code === 80877104) return { opening: { kind: "encryption" }, rest };
  if (code === 80877102) return { opening: { kind: "cancel" }, rest };
  const words = buffer.toString("utf8", 8, length).split("\0");
  const parameters: Record<string, string> = {};
  for (let at = 0; at + 1 < words.length && words[at]; at += 2) parameters[words[at] ?? ""] = words[at + 1] ?? "";
  return { opening: { kind: "start", parameters }, rest };
}

/** Asks for a password in clear: nothing leaves this machine. */
export const askPassword: Buffer = frameOf("R", Buffer.from([0, 0, 0, 3]));

export function errorFrame(code: string, message: string): Buffer {
  const fields = { S: "FATAL", V: "FATAL", C: code, M: message };
  const body = Object.entries(fields).map(([field, text]) => `${field}${text}\0`);
  return frameOf("E", Buffer.from(`${body.join("")}\0`));
}

/** The transaction status that an answer ends with: idle, in a transaction, in a failed one; undefined: it goes on. */
export function statusAfter(answer: Uint8Array): "I" | "T" | "E" | undefined {
  const tail = Buffer.from(answer.subarray(-6));
  if (tail.length < 6 || tail[0] !== 0x5a || tail.readInt32BE(1) !== 5) return undefined;
  const status = String.fromCharCode(tail[5] ?? 0);
  return status === "I" || status === "T" || status === "E" ? status : undefined;
}

/** Gives the statements and portals that a message names a prefix, so that clients sharing one backend have their own. */
export function withOwnNames({ type, bytes }: Frame, prefix: string): Buffer {
  const body = bytes.subarray(5);
  const named = (at: number) => {
    const end = body.indexOf(0, at);
    const name = body.subarray(at, end + 1);
    return { end: end + 1, own: name.length > 1 ? Buffer.concat([Buffer.from(prefix), name]) : name };
  };
  if (type === "P" || type === "E") {
    const { end, own } = named(0);
    return frameOf(type, Buffer.concat([own, body.subarray(end)]));
  }
  if (type === "B") {
    const portal = named(0);
    const statement = named(portal.end);
    return frameOf(type, Buffer.concat([portal.own, statement.own, body.subarray(statement.end)]));
  }
  if (type === "D" || type === "C") return frameOf(type, Buffer.concat([body.subarray(0, 1), named(1).own]));
  return bytes;
}
