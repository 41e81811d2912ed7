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
}

/** Reads one top-level key of `cutover:`; undefined where it is not set. */
export type ReadConfig = (key: "app" | "frontend" | "origins" | "env" | "baseline") => unknown;

const App = z.object({ environment: z.enum(["production", "staging", "local"]) });
const Frontend = z.object({
  engines: z.string().optional().catch(undefined),
  domains: z.array(z.string().regex(HOST)).catch([]),
});
const Origins = z.array(z.string());
const Env = z.record(z.string(), z.record(z.string(), z.unknown()).catch({})).catch({});

/**
 * The facts in a stack's configuration. The program holds the whole configuration against its schema, so what is
 * missing or of another shape here only makes the judgement stricter: production, nothing declared.
 */
export function factsOf(stack: string | undefined, read: ReadConfig): StackFacts {
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
  };
}

/** The end of a `pulumi config` command that acts on this stack. */
export const onStack = ({ stack }: StackFacts): string => (stack ? ` --stack ${stack}` : "");
