import { z } from "zod";
import { HOST } from "./env/origin.ts";

/** What a rule may know about the stack besides the resource it judges. Never a secret. */
export interface StackFacts {
  /** The stack's name, for commands that fix something; without it they act on the selected stack. */
  readonly stack: string | undefined;
  /** False only where the stack says that it is not production: the stricter reading is the default. */
  readonly production: boolean;
  /** The Node version that the app itself declares (`cutover:frontend.engines`). */
  readonly engines: string | undefined;
  /** The declared browser origins (`cutover:origins`), undefined where the stack has none. */
  readonly origins: readonly string[] | undefined;
  /** The frontend's own domains: an example of a good origin. */
  readonly domains: readonly string[];
  /** Where each variable's value is declared to come from (`cutover:env`), by side and name; values may be of any shape. */
  readonly env: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** What the variables must be (`cutover:baseline`), as it was found: the rule about it says what is wrong with it. */
  readonly baseline: unknown;
  /** When it is judged. The only time that rules know. */
  readonly now: Date;
  /** Any section of the stack's configuration but the secrets, as found: read it through a zod schema. */
  readonly section: ReadConfig;
  /** The other stacks of the project, as their files have them; none where there are no files. Read when first asked for. */
  readonly siblings: () => readonly Sibling[];
  /** The declared incident (`cutover:incident`) while it lasts. */
  readonly incident: Incident | undefined;
  /** Whether the rollout of this stack is on its way down, which no rule may refuse (S2.10). Known only of all resources together. */
  readonly goingDown: boolean;
}

/** Another stack of the same project: what its file says. Encrypted values are `{ secure: … }`. */
export interface Sibling {
  readonly stack: string;
  readonly environment: string | undefined;
  readonly section: ReadConfig;
}

/** What is going on, and the last moment for which what it allows is allowed. */
export interface Incident {
  readonly reason: string;
  readonly until: Date;
}

/** Reads one top-level key of `cutover:`; undefined where it is not set. Never asked for `secrets`. */
export type ReadConfig = (key: string) => unknown;

/** What is not in the configuration. */
export interface Surroundings {
  readonly now: Date;
  readonly siblings: () => readonly Sibling[];
}

const App = z.object({ environment: z.enum(["production", "staging", "local"]) });
const Frontend = z.object({
  engines: z.string().optional().catch(undefined),
  domains: z.array(z.string().regex(HOST)).catch([]),
});
const Origins = z.array(z.string());
const DeclaredIncident = z.object({ reason: z.string(), until: z.coerce.date() });
const Env = z.record(z.string(), z.record(z.string(), z.unknown()).catch({})).catch({});

/**
 * The facts in a stack's configuration. The program holds the whole configuration against its schema, so what is
 * missing or of another shape here only makes the judgement stricter: production, nothing declared.
 */
export function factsOf(stack: string | undefined, read: ReadConfig, around: Surroundings = alone()): StackFacts {
  const app = App.safeParse(read("app"));
  const frontend = Frontend.safeParse(read("frontend"));
  const origins = Origins.safeParse(read("origins"));
  return {
    stack,
    production: !app.success || app.data.environment === "production",
    engines: frontend.data?.engines,
    origins: origins.data,
    domains: frontend.data?.domains ?? [],
    env: Env.parse(read("env")),
    baseline: read("baseline"),
    section: read,
    incident: incidentOf(read("incident"), around.now),
    goingDown: false,
    ...around,
  };
}

const alone = (): Surroundings => ({ now: new Date(), siblings: () => [] });

function incidentOf(found: unknown, now: Date): Incident | undefined {
  const { data } = DeclaredIncident.safeParse(found);
  return data && data.until >= now ? data : undefined;
}

/** The end of a `pulumi config` command that acts on this stack. */
export const onStack = ({ stack }: StackFacts): string => (stack ? ` --stack ${stack}` : "");
