import { dirname } from "node:path";
import { z } from "zod";
import { ConfigError } from "../../config/errors.ts";
import { propertyPath } from "../../config/faults/property-path.ts";
import { readableSections } from "../../config/readable-sections.ts";
import { legacyStates } from "../../config/rollout/legacy.ts";
import type { Position } from "../evidence/evidence.ts";
import { type StackPlace, type StackText, stackText } from "../subject/stack-text.ts";

/** What a rollback needs to know of a stack. */
export interface RollbackTarget {
  readonly stack: string;
  /** The project's folder. */
  readonly project: string;
  /** The folder of the stack's file: a rehearsal's is its own. What a rollback could not do is written down there. */
  readonly home: string;
  /** The file's name in the repository. */
  readonly file: string;
  readonly team: string | undefined;
  /** The project's name at Vercel. */
  readonly frontend: string;
  readonly domain: string | undefined;
  readonly flag: string;
  /** The percentages of the ladder; undefined where it cannot be read, and then any is allowed. */
  readonly steps: readonly number[] | undefined;
  /** What the file says; undefined where it does not. */
  readonly declared: Position | undefined;
  /** `https://github.com/org/name`. */
  readonly repository: string | undefined;
  readonly branch: string | undefined;
}

/** Only these are looked at: whatever else is wrong with a stack's file must not keep anybody from going back (S2.10). */
const Needed = z.object({
  frontend: z.object({ name: z.string().min(1), domains: z.array(z.string()).catch([]) }),
  rollout: z.object({
    flag: z.string().regex(/^[A-Z_][A-Z0-9_]*$/),
    percent: z.int().min(0).max(100).optional().catch(undefined),
    ladder: z
      .array(z.object({ percent: z.int().min(0).max(100) }))
      .min(2)
      .optional()
      .catch(undefined),
    legacy: z.object({ state: z.enum(legacyStates).catch("serving") }).catch({ state: "serving" }),
  }),
  vercel: z.object({ team: z.string().optional() }).catch({}),
  app: z
    .object({ repository: z.string().optional().catch(undefined), branch: z.string().optional().catch(undefined) })
    .catch({ repository: undefined, branch: undefined }),
});

/**
 * Reads from a stack's file what a rollback needs.
 * @throws ConfigError where the project or the flag is not in it
 */
export async function rollbackTarget(place: StackPlace): Promise<RollbackTarget> {
  const file = await stackText(place);
  const parsed = Needed.safeParse(readableSections(file.text) ?? {});
  if (!parsed.success) throw unusable(file, parsed.error);
  const { frontend, rollout, vercel, app } = parsed.data;
  const { percent } = rollout;
  return {
    stack: file.stack,
    project: place.project,
    home: dirname(file.path),
    file: file.name,
    team: vercel.team,
    frontend: frontend.name,
    domain: frontend.domains[0],
    flag: rollout.flag,
    steps: rollout.ladder?.map((step) => step.percent),
    declared: percent === undefined ? undefined : { percent, legacy: rollout.legacy.state },
    repository: app.repository,
    branch: app.branch,
  };
}

function unusable({ name, stack }: StackText, { issues }: z.ZodError): ConfigError {
  return new ConfigError(
    issues.map(({ path }) => ({
      code: "CONFIG_INVALID",
      path: propertyPath(path),
      what: `${propertyPath(path)} is missing or cannot be used; a rollback needs the Vercel project and the flag.`,
      where: `${name} → cutover:${propertyPath(path)}`,
      fix: `npx cutover config check --stack ${stack}`,
    })),
  );
}
