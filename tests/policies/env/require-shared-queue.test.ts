import { describe, expect, it } from "vitest";
import { requireSharedQueue } from "../../../policies/env/require-shared-queue.ts";
import { NOT_IN_PREVIEW, type Plain } from "../../../policies/unknown.ts";
import { API, CRON, facts, QUEUE, resource, told, WORKER } from "../stack-facts.ts";

const URL = "redis://red-1:6379";

function judge(api: Plain | undefined, worker: Plain | undefined, queue: Plain | "none" = URL) {
  const service = (type: string, name: string, url: Plain | undefined) =>
    resource(type, { name, env: url === undefined ? {} : { REDIS_URL: url } }, name);
  const resources = [
    service(API, "twin-api", api),
    service(WORKER, "twin-worker", worker),
    ...(queue === "none" ? [] : [resource(QUEUE, { name: "twin-queue", connectionString: queue })]),
  ];
  return requireSharedQueue.judgeStack(resources, () => facts);
}

describe("S1.6 passes", () => {
  it.each<[string, Plain | undefined, Plain | undefined, Plain | "none"]>([
    ["the queue's address on both", URL, URL, URL],
    ["a queue that is still to be made", NOT_IN_PREVIEW, NOT_IN_PREVIEW, NOT_IN_PREVIEW],
    ["one queue from elsewhere on both", URL, URL, "none"],
    ["a backend without any queue", undefined, undefined, "none"],
  ])("%s", (_title, api, worker, queue) => {
    expect(judge(api, worker, queue)).toEqual([]);
  });
});

describe("S1.6 refuses", () => {
  const other = "redis://red-2:6379";
  it.each<[string, Plain | undefined, Plain | undefined, Plain | "none", string[]]>([
    [
      "no address on the worker",
      URL,
      undefined,
      URL,
      ["twin-worker: REDIS_URL is not set; expected that of twin-queue"],
    ],
    [
      "no address on the worker, without a queue in the stack",
      URL,
      "",
      "none",
      ["twin-worker: REDIS_URL is not set; expected the one of twin-api"],
    ],
    [
      "another queue on the worker",
      URL,
      other,
      URL,
      ["twin-worker: REDIS_URL is not the address of twin-queue, the queue of this stack"],
    ],
    [
      "two queues from elsewhere",
      URL,
      other,
      "none",
      ["twin-worker: REDIS_URL is another one than that of twin-api; expected one queue for both"],
    ],
    [
      "a literal where the queue is still to be made",
      NOT_IN_PREVIEW,
      other,
      NOT_IN_PREVIEW,
      ["twin-worker: REDIS_URL is not the address of twin-queue, the queue of this stack"],
    ],
    [
      "a queue that nobody uses",
      undefined,
      undefined,
      URL,
      [
        "twin-api: REDIS_URL is not set; expected that of twin-queue",
        "twin-worker: REDIS_URL is not set; expected that of twin-queue",
      ],
    ],
  ])("%s", (_title, api, worker, queue, messages) => {
    expect(judge(api, worker, queue).map(({ message }) => message)).toEqual(messages);
  });

  it("with the command that takes the stack's queue, and shows no address", () => {
    const [finding] = told(judge(URL, "redis://:password@elsewhere:6379"));
    expect(finding?.[1]).toBe("pulumi config set --path cutover:env.backend.REDIS_URL.output queue.url --stack prod");
    expect(JSON.stringify(finding)).not.toContain("password");
  });
});

it("S1.6 S1.13 holds the scheduler to it as well", () => {
  const cron = resource(CRON, { name: "twin-scheduler", env: {} });
  const api = resource(API, { name: "twin-api", env: { REDIS_URL: URL } });
  expect(requireSharedQueue.judgeStack([api, cron], () => facts).map(({ message }) => message)).toEqual([
    "twin-scheduler: REDIS_URL is not set; expected the one of twin-api",
  ]);
});

describe("S1.6 the command that repairs it fits how the file declares the others", () => {
  const service = (type: string, name: string, env: Record<string, Plain>) => resource(type, { name, env }, name);
  const commandsFor = (env: Record<string, Record<string, unknown>>, worker: Record<string, Plain>, queue: boolean) =>
    requireSharedQueue
      .judgeStack(
        [
          service(API, "twin-api", { REDIS_URL: URL }),
          service(WORKER, "twin-worker", worker),
          ...(queue ? [resource(QUEUE, { name: "twin-queue", connectionString: URL })] : []),
        ],
        () => ({ ...facts, env }),
      )
      .map(({ fix }) => fix);

  it("where each service has its own", () => {
    expect(commandsFor({ api: { REDIS_URL: { output: "queue.url" } } }, {}, true)).toEqual([
      "pulumi config set --path cutover:env.worker.REDIS_URL.output queue.url --stack prod",
    ]);
  });

  it("where two secrets differ", () => {
    const env = { api: { REDIS_URL: { secret: "ONE" } }, worker: { REDIS_URL: { secret: "OTHER" } } };
    expect(commandsFor(env, { REDIS_URL: "redis://red-2:6379" }, false)).toEqual([
      "pulumi config rm --path cutover:env.worker.REDIS_URL --stack prod && pulumi config set --path cutover:env.worker.REDIS_URL.secret ONE --plaintext --stack prod",
    ]);
  });

  it("and is left to disallow-clear-text-secrets where a password stands in clear", () => {
    const address = "redis://default:hunter22@elsewhere:6379";
    expect(commandsFor({ worker: { REDIS_URL: address } }, { REDIS_URL: address }, true)).toEqual([]);
  });
});

describe("S1.6 tells the queue from other stores", () => {
  const store = (name: string, connectionString: string, maxmemoryPolicy: string) =>
    resource(QUEUE, { name, connectionString, maxmemoryPolicy }, name);
  const judgeStores = (env: Record<string, Plain>, services?: object) =>
    requireSharedQueue.judgeStack(
      [
        store("twin-cache", "redis://red-9:6379", "allkeys_lru"),
        store("twin-queue", URL, "noeviction"),
        resource(API, { name: "twin-api", env }, "api"),
      ],
      () => ({ ...facts, section: (key) => (key === "services" ? services : undefined) }),
    );

  it("by what it throws away, in whatever order they come", () => {
    expect(judgeStores({ REDIS_URL: URL })).toEqual([]);
  });

  it("by the name that the stack declares", () => {
    const found = judgeStores({ REDIS_URL: URL }, { queue: { name: "twin-cache" } });
    expect(found.map(({ message }) => message)).toEqual([
      "twin-api: REDIS_URL is not the address of twin-cache, the queue of this stack",
    ]);
  });

  it("and takes a program that knows its store under another name for what it is", () => {
    expect(judgeStores({ CELERY_BROKER_URL: URL })).toEqual([]);
    expect(judgeStores({ CELERY_BROKER_URL: URL }, { queue: { name: "twin-queue" } })).toHaveLength(1);
  });
});
