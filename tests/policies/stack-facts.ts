import type { StackFacts } from "../../policies/facts.ts";
import type { JudgedResource } from "../../policies/rule.ts";
import type { Plain } from "../../policies/unknown.ts";

/** What rules know of a production stack that declares nothing; tests add what they are about. */
export const facts: StackFacts = {
  stack: "prod",
  production: true,
  engines: undefined,
  origins: undefined,
  domains: [],
  env: {},
  baseline: undefined,
  now: new Date("2026-11-21T12:00:00Z"),
  section: () => undefined,
  siblings: () => [],
  incident: undefined,
  goingDown: false,
};

/** The same stack, with these sections in its file. */
export const stackOf = (sections: Readonly<Record<string, unknown>>): StackFacts => ({
  ...facts,
  section: (key) => sections[key],
});

/** A resource as the pack hands it to rules. */
export const resource = (type: string, properties: Record<string, Plain>, name = "resource"): JudgedResource => ({
  type,
  name,
  urn: `urn:pulumi:prod::cutover::${type}::${name}`,
  properties: () => properties,
});

export const API = "render:index:WebService";
export const WORKER = "render:index:BackgroundWorker";
export const CRON = "render:index:CronJob";
export const QUEUE = "render:index:KeyValue";
export const DATABASE = "render:index:Postgres";
export const DEPLOYMENT = "vercel:index/deployment:Deployment";
export const ROLLOUT = "release:index:Rollout";
export const PROJECT = "vercel:index/project:Project";
export const VARIABLE = "vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable";

/** What a finding says, line by line. */
export const told = (findings: readonly { message: string; fix: string }[]): [message: string, fix: string][] =>
  findings.map(({ message, fix }) => [message, fix]);
