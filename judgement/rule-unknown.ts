import { distance } from "fastest-levenshtein";

const MOST = 3;

/** There is no rule of the name that was given. */
export class RuleUnknown extends Error {
  readonly code = "RULE_UNKNOWN";

  /** @param names of the rules that there are */
  constructor(name: string, names: readonly string[]) {
    const like = similar(name, names);
    const told =
      like.length > 1 ? `the most similar ones are ${like.join(", ")}` : `the most similar one is ${like[0]}`;
    super(
      `RULE_UNKNOWN: there is no rule ${JSON.stringify(name)}; ${like.length > 0 ? told : "expected a name of npx cutover policy list"}.\n  fix: npx cutover policy ${like[0] ? `explain ${like[0]}` : "list"}`,
    );
    this.name = "RuleUnknown";
  }
}

/** A slip of the finger is one name; a word of a name, such as `health`, may be several. */
function similar(word: string, names: readonly string[]): readonly string[] {
  const asked = word.toLowerCase().replace(/[\s_]+/g, "-");
  const byDistance = names
    .map((name) => ({ name, away: distance(name, asked), shared: sharedParts(name, asked) }))
    .sort((a, b) => a.away - b.away);
  const [nearest] = byDistance;
  if (nearest && nearest.away <= asked.length / 3) return [nearest.name];
  const most = Math.max(1, ...byDistance.map(({ shared }) => shared));
  return byDistance
    .filter(({ shared }) => shared === most)
    .map(({ name }) => name)
    .slice(0, MOST);
}

/** How many parts of what was asked for, `node` and `version` of `node-version`, are in a name. */
const sharedParts = (name: string, asked: string): number =>
  asked.split("-").filter((part) => part !== "" && name.includes(part)).length;
