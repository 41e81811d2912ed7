/** The part of `redis-parser` that is used here; it comes without types. */
declare module "redis-parser" {
  export default class RedisParser {
    constructor(options: {
      returnReply(reply: unknown): void;
      returnError(error: Error): void;
      returnFatalError(error: Error): void;
      returnBuffers: true;
    });
    execute(bytes: Buffer): void;
  }
}
