import RedisParser from "redis-parser";

/** A line of its own, such as `OK`; a plain string would be sent as a value. */
export interface Line {
  readonly line: string;
}
/** What a command is refused with; the first word says which kind of error it is. */
export interface Refusal {
  readonly refusal: string;
}
/** An answer of a command. Strings hold one byte per character (latin1), so that any value passes unchanged. */
export type Reply = string | number | null | Line | Refusal | NoList | readonly Reply[];

/** Where a list was asked for and there is none: not the same on the wire as a value that is missing. */
export interface NoList {
  readonly missing: true;
}
export const noList: NoList = { missing: true };

export const ok: Line = { line: "OK" };
export const refuse = (refusal: string): Refusal => ({ refusal });
export const wrongType = refuse("WRONGTYPE Operation against a key holding the wrong kind of value");

/** The bytes of an answer in version 2 of the protocol. @see https://valkey.io/topics/protocol/ */
export const encode = (reply: Reply): Buffer => Buffer.from(textOf(reply), "latin1");

function textOf(reply: Reply): string {
  if (reply === null) return "$-1\r\n";
  if (typeof reply === "number") return `:${reply}\r\n`;
  if (typeof reply === "string") return `$${reply.length}\r\n${reply}\r\n`;
  if ("missing" in reply) return "*-1\r\n";
  if ("line" in reply) return `+${reply.line}\r\n`;
  if ("refusal" in reply) return `-${reply.refusal.replace(/[\r\n]+/g, " ")}\r\n`;
  return `*${reply.length}\r\n${reply.map(textOf).join("")}`;
}

/**
 * Reads commands off a connection: each is a list of values. A client that sends anything else (an inline command, another
 * protocol) ends in `broken`.
 */
export function readCommands(take: (command: readonly string[]) => void, broken: () => void): (bytes: Buffer) => void {
  const parser = new RedisParser({
    returnBuffers: true,
    returnReply(sent) {
      const words = Array.isArray(sent) && sent.every((word) => Buffer.isBuffer(word)) ? sent : undefined;
      if (words && words.length > 0) take(words.map((word) => word.toString("latin1")));
      else broken();
    },
    returnError: broken,
    returnFatalError: broken,
  });
  return (bytes) => parser.execute(bytes);
}
