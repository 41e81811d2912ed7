import { describe, expect, it } from "vitest";
import { faultsWith } from "./baseline.ts";
import { at, byHand, rm } from "./fixes.ts";

const GATES = "rollout.gates";
const gate = { name: "quiet", complaints: {} };
const criterion = { name: "loud", complaints: {}, when: "result.count > 0" };
const http = (request: unknown) => ({ name: "asked", http: { target: "api", request } });

/** What is broken → the one fault it makes: what, where, how to fix it. */
const table: [title: string, changes: Record<string, unknown>, what: string, where: string, fix: string][] = [
  [
    "a gate without a source",
    { [GATES]: [{ name: "quiet" }] },
    "CONFIG_INVALID: rollout.gates[0] is a map; expected exactly one of sql, http, renderLogs, renderMetrics, vercelLogs, complaints.",
    "rollout.gates[0]",
    byHand("rollout.gates[0]"),
  ],
  [
    "a gate with two",
    { [GATES]: [{ ...gate, renderMetrics: { metric: "cpu" } }] },
    "CONFIG_INVALID: rollout.gates[0] is a map; expected exactly one of sql, http, renderLogs, renderMetrics, vercelLogs, complaints.",
    "rollout.gates[0]",
    byHand("rollout.gates[0]"),
  ],
  [
    "a misspelt source, told once",
    { [GATES]: [{ name: "quiet", complaint: {} }] },
    "CONFIG_UNKNOWN_KEY: rollout.gates[0].complaint is not a known key; did you mean complaints?",
    "rollout.gates[0].complaint",
    "edit Pulumi.staging.yaml: rename rollout.gates[0].complaint to rollout.gates[0].complaints",
  ],
  [
    "an unknown key of a gate, with those of gates and not of sets",
    { [GATES]: [{ ...gate, colour: "red" }] },
    "CONFIG_UNKNOWN_KEY: rollout.gates[0].colour is not a known key; expected one of name, steps, sql, http, renderLogs, renderMetrics, vercelLogs, complaints, window, samples, minSamples, pass, fail, failAfter.",
    "rollout.gates[0].colour",
    rm("rollout.gates[0].colour"),
  ],
  [
    "a query whose result nobody judges",
    { [GATES]: [{ name: "rows", sql: { query: "select 1 as one" } }] },
    "CONFIG_MISSING: rollout.gates[0].pass is missing; expected a condition over what the query gives, such as result.success_rate >= 95.0.",
    "rollout.gates[0].pass",
    byHand("rollout.gates[0].pass"),
  ],
  [
    "a condition beyond all bounds",
    { [GATES]: [{ ...gate, pass: `result.count ${"> 0 ".repeat(500)}` }] },
    `CONFIG_INVALID: rollout.gates[0].pass is "result.count ${"> 0 ".repeat(17).slice(0, 67)}…"; expected at most 2000 characters.`,
    "rollout.gates[0].pass",
    byHand("rollout.gates[0].pass"),
  ],
  [
    "a condition that is none",
    { [GATES]: [{ ...gate, pass: "result.count >> 0" }] },
    'CONFIG_INVALID: rollout.gates[0].pass is "result.count >> 0"; expected a CEL condition (Unexpected token: GT; line 1, column 15).',
    "rollout.gates[0].pass",
    byHand("rollout.gates[0].pass"),
  ],
  [
    "two gates of one name",
    { [GATES]: [gate, gate] },
    'CONFIG_INVALID: rollout.gates[1].name is "quiet"; expected a name that no other gate has.',
    "rollout.gates[1].name",
    `${at("rollout.gates[1].name")} 'quiet (2)' --stack staging`,
  ],
  [
    "the name of the gate that routing makes",
    { [GATES]: [{ ...gate, name: "routing" }] },
    'CONFIG_INVALID: rollout.gates[0].name is "routing"; expected another name: cutover:rollout.routing has this one.',
    "rollout.gates[0].name",
    `${at("rollout.gates[0].name")} 'routing (2)' --stack staging`,
  ],
  [
    "a gate by the name of a set's",
    { [GATES]: [{ ...gate, name: "success rate" }, { set: "full-pass" }] },
    'CONFIG_INVALID: rollout.gates[0].name is "success rate"; expected another name: the set full-pass has this one.',
    "rollout.gates[0].name",
    `${at("rollout.gates[0].name")} 'success rate (2)' --stack staging`,
  ],
  [
    "a criterion by the name of a set's",
    { "rollout.rollbackWhen": [{ set: "full-pass" }, { ...criterion, name: "complaints" }] },
    'CONFIG_INVALID: rollout.rollbackWhen[1].name is "complaints"; expected another name: the set full-pass has this one.',
    "rollout.rollbackWhen[1].name",
    `${at("rollout.rollbackWhen[1].name")} 'complaints (2)' --stack staging`,
  ],
  [
    "a set that nobody has",
    { [GATES]: [{ set: "full-pas" }] },
    'CONFIG_INVALID: rollout.gates[0].set is "full-pas"; expected one of full-pass.',
    "rollout.gates[0].set",
    `${at("rollout.gates[0].set")} full-pass --stack staging`,
  ],
  [
    "a set named twice",
    { [GATES]: [{ set: "full-pass" }, { set: "full-pass" }] },
    'CONFIG_INVALID: rollout.gates[1].set is "full-pass"; expected each set once.',
    "rollout.gates[1].set",
    rm("rollout.gates[1]"),
  ],
  [
    "the name of a set alone",
    { [GATES]: ["full-pass"] },
    'CONFIG_INVALID: rollout.gates[0] is "full-pass"; expected a gate, or { set: full-pass }.',
    "rollout.gates[0]",
    rm("rollout.gates[0]"),
  ],
  [
    "a time that is looked at and has no fixed length",
    { [GATES]: [{ ...gate, window: "24h" }] },
    'CONFIG_INVALID: rollout.gates[0].window is "24h"; expected step, or an ISO 8601 duration longer than zero, such as PT24H.',
    "rollout.gates[0].window",
    `${at("rollout.gates[0].window")} PT24H --stack staging`,
  ],
  [
    "a gate at a step that the ladder does not have",
    { [GATES]: [{ ...gate, steps: [100, 40] }] },
    "CONFIG_INVALID: rollout.gates[0].steps[1] is 40; expected a step: 0, 10, 50, 100, deprecated, removed.",
    "rollout.gates[0].steps[1]",
    `${at("rollout.gates[0].steps[1]")} 50 --stack staging`,
  ],
  [
    "a gate at a misspelt step",
    { [GATES]: [{ ...gate, steps: [100, "removd"] }] },
    'CONFIG_INVALID: rollout.gates[0].steps[1] is "removd"; expected a percentage of the ladder, deprecated or removed.',
    "rollout.gates[0].steps[1]",
    `${at("rollout.gates[0].steps[1]")} removed --stack staging`,
  ],
  [
    "S2.11 a criterion that nothing meets",
    { "rollout.rollbackWhen": [{ name: "loud", complaints: {} }] },
    "CONFIG_MISSING: rollout.rollbackWhen[0].when is missing; expected a text that is not empty.",
    "rollout.rollbackWhen[0].when",
    `${at("rollout.rollbackWhen[0].when")} 'result.stuck_last_hour > 10' --stack staging`,
  ],
  [
    "S2.11 two criteria of one name",
    { "rollout.rollbackWhen": [criterion, criterion] },
    'CONFIG_INVALID: rollout.rollbackWhen[1].name is "loud"; expected a name that no other criterion has.',
    "rollout.rollbackWhen[1].name",
    `${at("rollout.rollbackWhen[1].name")} 'loud (2)' --stack staging`,
  ],
  [
    "a gate about a worker that the stack does not have",
    { [GATES]: [{ name: "cpu", renderMetrics: { service: "worker", metric: "cpu" } }], "services.worker": undefined },
    'CONFIG_INVALID: rollout.gates[0].renderMetrics.service is "worker"; expected a service of this stack: api, scheduler.',
    "rollout.gates[0].renderMetrics.service",
    `${at("rollout.gates[0].renderMetrics.service")} api --stack staging`,
  ],
  [
    "a criterion about a scheduler that the stack does not have",
    {
      "rollout.rollbackWhen": [{ name: "loud", renderLogs: { service: "scheduler", text: ["x"] }, when: "true" }],
      "services.scheduler": undefined,
    },
    'CONFIG_INVALID: rollout.rollbackWhen[0].renderLogs.service is "scheduler"; expected a service of this stack: api, worker.',
    "rollout.rollbackWhen[0].renderLogs.service",
    `${at("rollout.rollbackWhen[0].renderLogs.service")} api --stack staging`,
  ],
  [
    "a secret in a gate's body: it is asked where no passphrase is",
    { [GATES]: [http({ method: "POST", path: "/a", json: { deep: [{ secret: "JWT_SECRET" }] } })] },
    "CONFIG_INVALID: rollout.gates[0].http.request.json.deep[0] is a map; expected no secret: a gate is asked where no passphrase is.",
    "rollout.gates[0].http.request.json.deep[0]",
    rm("rollout.gates[0].http.request.json.deep[0]"),
  ],
  [
    "a secret in a gate's headers",
    { [GATES]: [http({ path: "/a", headers: { authorization: { secret: "JWT_SECRET" } } })] },
    "CONFIG_INVALID: rollout.gates[0].http.request.headers.authorization is a map; expected a header value on one line; a gate knows no secrets.",
    "rollout.gates[0].http.request.headers.authorization",
    `${rm("rollout.gates[0].http.request.headers.authorization")} && ${at("rollout.gates[0].http.request.headers.authorization")} application/json --stack staging`,
  ],
];

describe("a fault of a gate or a criterion", () => {
  it.each(table)("%s", (_title, changes, what, where, fix) => {
    expect(faultsWith(changes)).toEqual([`${what}\n  at Pulumi.staging.yaml → cutover:${where}\n  fix: ${fix}`]);
  });
});
