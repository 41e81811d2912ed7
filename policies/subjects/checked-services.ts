import { z } from "zod";
import type { StackFacts } from "../facts.ts";
import { LOCAL_COMMAND, WEB_SERVICE } from "../resource-types.ts";
import type { JudgedResource, WholeSubjects } from "../rule.ts";
import { recordOf } from "./rollouts.ts";

/** A web service, and the smoke checks of the stack that ask it. */
export interface CheckedService {
  readonly name: string;
  readonly urn?: string;
  readonly checks: readonly Check[];
}

/** One smoke check, as far as it tells whether anybody reads the answer. */
export interface Check {
  readonly name: string;
  /** Whether the answer's body is held against something that not every body is. */
  readonly readsBody: boolean;
}

/** What this selector reads of a stack's configuration. */
export interface ConfigOfChecks {
  readonly services: Readonly<Record<string, { readonly name: string } | undefined>>;
  readonly smokeChecks?: unknown;
}

/** Web services on Render, with the checks that run after each deploy. */
export const checkedServices: WholeSubjects<CheckedService, ConfigOfChecks> = {
  description: "web services on Render with their smoke checks",
  types: new Set([WEB_SERVICE, LOCAL_COMMAND]),

  ofStack(resources, stack) {
    const commands = resources.filter(({ type }) => type === LOCAL_COMMAND).flatMap(checksOfCommand);
    return resources
      .filter(({ type }) => type === WEB_SERVICE)
      .map(({ name, urn, properties }) => {
        const { name: ownName } = properties();
        const own = typeof ownName === "string" ? ownName : name;
        const declared = isApi(own, stack) ? declaredFor("api", stack.section("smokeChecks")) : [];
        const ran = commands.filter(({ host }) => host?.startsWith(`${own}.`) || host?.startsWith(`${own}-`));
        return { name: own, ...(urn ? { urn } : {}), checks: [...declared, ...ran] };
      });
  },

  ofConfig: ({ services: { api }, smokeChecks }) =>
    api ? [{ name: api.name, checks: declaredFor("api", smokeChecks) }] : [],
};

const Api = z.object({ api: z.object({ name: z.string() }) });

/** The configuration's checks of `api` are about the one service of that name; where none is named, about each. */
function isApi(name: string, { section }: StackFacts): boolean {
  const { data } = Api.safeParse(section("services"));
  return !data || data.api.name === name;
}

const Expected = z.object({ body: z.unknown().optional() });
const Declared = z.object({
  name: z.string().catch(""),
  target: z.string().optional(),
  url: z.string().optional(),
  request: z.object({ method: z.string().optional() }).catch({}),
  expect: Expected.catch({}),
  afterwards: z
    .object({ expect: Expected.catch({}) })
    .optional()
    .catch(undefined),
});

const parsed = (checks: unknown) =>
  (Array.isArray(checks) ? checks : []).flatMap((check) => {
    const { data } = Declared.safeParse(check);
    return data ? [data] : [];
  });

const declaredFor = (target: string, checks: unknown): Check[] =>
  parsed(checks)
    .filter((check) => check.target === target)
    .map(told);

/** What a smoke command was handed over, where a preview knows it: it then names the address. */
function checksOfCommand({ properties }: JudgedResource): (Check & { host: string | undefined })[] {
  const { CUTOVER_SMOKE_CHECKS: text } = recordOf(properties().environment ?? null);
  if (typeof text !== "string") return [];
  try {
    return parsed(JSON.parse(text)).map((check) => ({ ...told(check), host: URL.parse(check.url ?? "")?.hostname }));
  } catch {
    return [];
  }
}

const told = ({ name, request, expect, afterwards }: z.output<typeof Declared>): Check => ({
  name,
  readsBody: (request.method !== "HEAD" && asksMuch(expect.body)) || asksMuch(afterwards?.expect.body),
});

/** `true` and `{}` are JSON Schemas that every body matches. */
function asksMuch(schema: unknown): boolean {
  if (schema === null || typeof schema !== "object") return schema === false;
  return Object.keys(schema).some(
    (key) => !/^(?:\$(?:schema|id|comment|defs)|title|description|examples|default)$/.test(key),
  );
}
