import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** How the SDK reads one status of an operation. */
export interface Reading {
  readonly encoding: string;
  readonly status: number;
  /** The SDK's expression for the schema, and the modules its names come from. */
  readonly schema: string;
}

export interface Operation {
  /** `GET /v9/projects/{idOrName}` */
  readonly name: string;
  readonly expression: RegExp;
  /** As `expression`, for any version of the path. */
  readonly anyVersion: RegExp;
  readonly readings: readonly Reading[];
  /** Names imported by the SDK's function, to the URL of the module. */
  readonly imports: ReadonlyMap<string, string>;
}

const functions = new URL("funcs/", import.meta.resolve("@vercel/sdk/core.js"));

/** Every operation of the SDK, read from its own sources: they say more than its types. */
export const operations: readonly Operation[] = readdirSync(fileURLToPath(functions))
  .filter((file) => file.endsWith(".js"))
  .map((file) => operationIn(new URL(file, functions)));

/** The operation that a call such as `GET /v9/projects/prj_1` is of: the same version if there is one; names win over parameters. */
export function operationOf(call: string): Operation | undefined {
  const same = operations.filter(({ expression }) => expression.test(call));
  const found = same.length > 0 ? same : operations.filter(({ anyVersion }) => anyVersion.test(call));
  return found.sort((a, b) => a.name.split("{").length - b.name.split("{").length)[0];
}

function operationIn(module: URL): Operation {
  const text = readFileSync(module, "utf8");
  const path = /pathToFunc\("([^"]+)"\)/.exec(text)?.[1] ?? "";
  const method = /method: "(\w+)"/.exec(text)?.[1] ?? "";
  const imports = [...text.matchAll(/import \{([^}]+)\} from "([^"]+)"/g)].flatMap(([, names = "", from = ""]) =>
    names.split(",").map((name) => [name.trim(), new URL(from, module).href] as const),
  );
  const pattern = path.replace(/\{[^}]+\}/g, "[^/]+");
  return {
    name: `${method} ${path}`,
    expression: new RegExp(`^${method} ${pattern}/?$`),
    anyVersion: new RegExp(`^${method} (/v\\d+)?${pattern.replace(/^\/v\d+/, "")}$`),
    readings: readingsIn(text),
    imports: new Map(imports),
  };
}

/** `M.json(200, X$inboundSchema)`, also with several statuses and with wrapped schemas. */
function readingsIn(text: string): Reading[] {
  const matchers = text.matchAll(/M\.(json|jsonl|nil|text|bytes|stream)\((\[[^\]]*\]|\d+), ([\w.$]+(?:\([\w.$]*\))?)/g);
  return [...matchers].flatMap(([, encoding = "", statuses = "", schema = ""]) =>
    [...statuses.matchAll(/\d+/g)].map(([status]) => ({ encoding, status: Number(status), schema })),
  );
}
