import type { ReadConfig } from "../facts.ts";

/** One text of a stack's configuration outside of `cutover:env`. */
export interface WrittenText {
  /** The name next to it: a header, a member, a key. */
  readonly name: string;
  readonly text: string;
  /** `smokeChecks[3].request.headers.authorization` */
  readonly path: string;
  /** Whether it travels with a request that the stack makes. */
  readonly sent: boolean;
  /** Whether the name next to it says what it is; in what only describes an answer it does not. */
  readonly named: boolean;
}

/** What a stack's configuration may have besides env and secrets; what only commands hold is the matter of another rule. */
const SECTIONS = [
  ...[
    "app",
    "render",
    "vercel",
    "services",
    "frontend",
    "origins",
    "baseline",
    "rollout",
    "releaseGates",
    "smokeChecks",
  ],
  ...["policy", "incident", "deployWindows", "repository", "mergeGate", "environments", "variables"],
] as const;

const COMMAND = /^(?:services|frontend)\..*[cC]ommand$|^releaseGates\[\d+\]\.run\[/;
const SENT = /\.request\.(?:headers|json)[.[]/;
/** What says of what kind something is, or why; a baseline's own values stand under `is` and `oneOf`. */
const DESCRIBED =
  /\.expect\.|\.schema\.|\.description$|\.reason$|^policy\.levels\.|^baseline\.(?!.*\.(?:is|oneOf\[\d+\])$)/;

/** All texts of the sections, with where each stands. */
export const writtenTexts = (section: ReadConfig): WrittenText[] =>
  SECTIONS.flatMap((name) => textsIn(section(name), name, name)).filter(({ path }) => !COMMAND.test(path));

function textsIn(value: unknown, path: string, name: string): WrittenText[] {
  if (typeof value === "string" || typeof value === "number")
    return [{ name, text: String(value), path, sent: SENT.test(path), named: !DESCRIBED.test(path) }];
  if (Array.isArray(value)) return value.flatMap((item, index) => textsIn(item, `${path}[${index}]`, name));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const inside = /^[\w-]+$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
    // The name of a secret is none, nor is what Pulumi has encrypted; { is: … } is a value of the variable above it.
    if (key === "secret" || key === "secure") return textsIn(inner, inside, "name").filter(() => key === "secret");
    return textsIn(inner, inside, key === "is" || key === "const" ? name : key);
  });
}
