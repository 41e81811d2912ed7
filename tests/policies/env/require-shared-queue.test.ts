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
