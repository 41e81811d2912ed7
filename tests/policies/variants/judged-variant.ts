import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { stackConfig } from "../../../config/schema.ts";
import { factsOf, type Sibling } from "../../../policies/facts.ts";
import { Judge } from "../../../policies/judge.ts";
import { judgeConfig } from "../../../policies/judge-config.ts";
import type { Verdict } from "../../../policies/levels.ts";
import type { JudgedResource } from "../../../policies/rule.ts";
import { rules } from "../../../policies/rules.ts";
import { type PlainRecord, plain } from "../../../policies/unknown.ts";
import { type DeclaredResource, declaredResources, type Phase } from "./declared-resources.ts";
import { edited } from "./edits.ts";
import type { Variant } from "./variant.ts";

type Sections = Readonly<Record<string, unknown>>;
type StackName = NonNullable<Variant["stack"]>;

/** The names of rules by what became of their findings. */
export interface Judgement {
  /** What refuses the change. */
  readonly refused: readonly string[];
  /** Violations that are printed and refuse nothing; those that an exemption excuses are left out. */
  readonly advised: readonly string[];
  /** What is only remarked, or cannot be judged yet. */
  readonly noted: readonly string[];
  /** What the program itself finds in the configuration, without a pack. */
  readonly byProgram: readonly string[];
  /** What was told, line by line. */
  readonly told: readonly string[];
}

/** S1 asks for Node 20, whose end is behind it: the one piece of advice that the committed stacks have. */
export const KNOWN_ADVICE = "disallow-ended-node-version";
export const besidesKnown = (advice: readonly string[]) => advice.filter((rule) => rule !== KNOWN_ADVICE);

const NOON = "2026-11-21T12:00:00Z";
const App = z.object({ environment: z.string().optional() });
const File = z.object({ config: z.record(z.string(), z.unknown()) });

const committed = (name: StackName): Sections => {
  const { config } = File.parse(parse(readFileSync(new URL(`../../../Pulumi.${name}.yaml`, import.meta.url), "utf8")));
  const own = Object.entries(config).filter(([key]) => key.startsWith("cutover:"));
  return Object.fromEntries(own.map(([key, value]) => [key.slice("cutover:".length), value]));
};
const files = { prod: committed("prod"), staging: committed("staging"), repo: committed("repo") };

/** What the rules find in a variant. Throws where the configuration is refused before any rule could see it. */
export async function judged(variant: Variant, phase: Phase = "running"): Promise<Judgement> {
  const name = variant.stack ?? "prod";
  const sections: Sections = edited(files[name], variant.config);
  const now = new Date(variant.now ?? NOON);
  const facts = factsOf(name, (key) => sections[key], { now, siblings: () => siblingsOf(name, variant) });
  const whole = withResources(await declaredOf(name, variant, sections, phase), variant);
  const judge = new Judge(rules, facts);
  const alone = whole.flatMap(({ inputs }) => judge.ofResource(inputs));
  const together = judge.ofStack(whole.map(({ atEnd }) => atEnd));
  return { ...sorted([...alone, ...together]), byProgram: name === "repo" ? [] : foundByProgram(name, sections) };
}

function sorted(verdicts: readonly Verdict[]): Omit<Judgement, "byProgram"> {
  const names = (of: readonly Verdict[]) => [...new Set(of.map(({ finding }) => finding.rule))].toSorted();
  const advice = verdicts.filter(({ level, exemption }) => level === "advisory" && !exemption);
  return {
    refused: names(verdicts.filter(({ level }) => level === "mandatory")),
    advised: names(advice.filter(({ finding }) => finding.level === "violation")),
    noted: names(advice.filter(({ finding }) => finding.level === "notice")),
    told: verdicts.map(({ finding: { rule, message, fix }, level }) => `${level} ${rule}: ${message} (fix: ${fix})`),
  };
}

/** Every secret that the stack names has some value; the variant may say which. */
function secretsOf(name: StackName, sections: Sections, { secrets = {} }: Variant): Record<string, string> {
  const named = JSON.stringify(sections).matchAll(/"secret":"(\w+)"/g);
  const made = [...named].map(([, secret = ""]) => [secret, `value-of-${secret.toLowerCase()}-in-${name}`]);
  const given = Object.entries(secrets);
  const all = Object.fromEntries([...made, ...given].filter(([, value]) => value !== undefined));
  return all as Record<string, string>;
}

const kept = new Map<string, Promise<DeclaredResource[]>>();

/** What the real program declares, once for each configuration. */
function declaredOf(name: StackName, variant: Variant, sections: Sections, phase: Phase) {
  const secrets = name === "repo" ? {} : { secrets: secretsOf(name, sections, variant) };
  const key = JSON.stringify([name, phase, sections, secrets]);
  const declared = kept.get(key) ?? declaredResources(name, { ...sections, ...secrets }, phase);
  kept.set(key, declared);
  return declared;
}

interface Judged {
  readonly inputs: JudgedResource;
  readonly atEnd: JudgedResource;
}

/** Resources are judged by their inputs one by one, and all together by what they are at the end. */
function withResources(declared: readonly DeclaredResource[], variant: Variant): Judged[] {
  const { resources = {}, circumstances = {}, added = [] } = variant;
  const labels = new Set(declared.map(labelOf));
  for (const label of [...Object.keys(resources), ...Object.keys(circumstances)])
    if (!labels.has(label)) throw new Error(`Failed to edit ${label}: the program declares ${[...labels].join(", ")}`);
  const more = added.map(({ type, name, properties, protect = false }) => ({
    ...{ type, name, protect, dependsOn: [], urn: `urn:pulumi:prod::cutover::${type}::${name}` },
    ...{ inputs: properties, outputs: properties },
  }));
  return [...declared, ...more].map((resource) => {
    const { type, name, urn, protect, dependsOn, inputs, outputs } = resource;
    const known = { type, name, urn, protect, dependsOn, ...circumstances[labelOf(resource)] };
    const judgedBy = (properties: object): JudgedResource => {
      const all = plain(edited(properties, resources[labelOf(resource)])) as PlainRecord;
      return { ...known, properties: () => all };
    };
    return { inputs: judgedBy(inputs), atEnd: judgedBy(outputs) };
  });
}

/** `render:index:WebService` named api is `WebService api`. */
const labelOf = ({ type, name }: { type: string; name: string }) => `${type.split(":").at(-1)} ${name}`;

function siblingsOf(name: StackName, { sibling }: Variant): Sibling[] {
  const others = (["prod", "repo", "staging"] as const).filter((other) => other !== name);
  return others.map((stack) => {
    const sections: Sections = stack === "repo" ? files.repo : edited(files[stack], sibling);
    const { environment } = App.parse(sections.app ?? {});
    return { stack, environment, section: (key) => sections[key] };
  });
}

const keptFindings = new Map<string, string[]>();

/** What the program refuses by itself, once for each configuration. */
function foundByProgram(name: StackName, sections: Sections): string[] {
  const key = JSON.stringify([name, sections]);
  const found =
    keptFindings.get(key) ??
    [...new Set(judgeConfig(stackConfig.parse(sections), name).map(({ rule }) => rule))].toSorted();
  keptFindings.set(key, found);
  return found;
}
