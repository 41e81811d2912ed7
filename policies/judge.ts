import { excuses } from "./exemptions/excuse.ts";
import { unusedExemptions } from "./exemptions/unused.ts";
import type { StackFacts } from "./facts.ts";
import { isGoingDown, isRollout } from "./going-down.ts";
import { type Exemption, levelOf, type PolicySettings, settingsOf, type Verdict } from "./levels.ts";
import { once } from "./once.ts";
import type { Finding, JudgedResource, Rule } from "./rule.ts";

/**
 * Applies rules to one stack's resources, and the stack's levels and exemptions to what they find. One for each run: it
 * remembers which exemptions were of use.
 */
export class Judge {
  readonly #rules: readonly Rule<never>[];
  readonly #facts: StackFacts;
  readonly #settings: PolicySettings;
  readonly #whole: readonly Rule<never>[];
  readonly #byType = new Map<string, Rule<never>[]>();
  readonly #used = new Set<Exemption>();
  readonly #rollouts: JudgedResource[] = [];

  constructor(rules: readonly Rule<never>[], facts: StackFacts) {
    this.#rules = rules;
    this.#facts = facts;
    this.#settings = settingsOf(facts);
    const applied = rules.filter((rule) => levelOf(rule, this.#settings) !== "disabled");
    this.#whole = applied.filter(({ scope }) => scope === "stack");
    for (const rule of applied.filter(({ scope }) => scope === "resource"))
      for (const type of rule.types) {
        const others = this.#byType.get(type);
        if (others) others.push(rule);
        else this.#byType.set(type, [rule]);
      }
  }

  /** What the rules about single resources say of this one. */
  ofResource(resource: JudgedResource): readonly Verdict[] {
    const rules = this.#byType.get(resource.type);
    if (!rules) return [];
    const judged = { ...resource, properties: once(resource.properties) };
    if (isRollout(resource)) this.#rollouts.push(judged);
    return rules.flatMap((rule) =>
      rule.judgeResource(judged, () => this.#facts).map((finding) => this.#verdict(rule, finding, resource)),
    );
  }

  /** What the rules about several resources say, and which exemptions nobody needs: asked last, with all resources. */
  ofStack(resources: readonly JudgedResource[]): readonly Verdict[] {
    const judged = resources.map((resource) => ({ ...resource, properties: once(resource.properties) }));
    const facts = { ...this.#facts, goingDown: isGoingDown(judged, this.#rollouts) };
    const verdicts = this.#whole.flatMap((rule) =>
      rule.judgeStack(judged, () => facts).map((finding) => this.#verdict(rule, finding)),
    );
    const unused = unusedExemptions(this.#settings, this.#used, this.#rules, facts);
    return [...verdicts, ...unused.map((finding) => ({ finding, level: "advisory" as const }))];
  }

  #verdict(rule: Rule<never>, finding: Finding, resource?: JudgedResource): Verdict {
    const advisory = finding.level === "notice" || levelOf(rule, this.#settings) === "advisory";
    const verdict = { finding, level: advisory ? ("advisory" as const) : ("mandatory" as const) };
    const exemption = rule.neverExempt
      ? undefined
      : this.#settings.exemptions.find((one) => excuses(one, finding, resource));
    if (!exemption) return verdict;
    this.#used.add(exemption);
    return finding.level === "notice" ? verdict : { finding, level: "advisory", exemption };
  }
}
