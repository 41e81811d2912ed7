import { expectedOf } from "./faults/expected.ts";
import { rootNode, type SchemaNode } from "./faults/schema-node.ts";
import { repositoryConfig } from "./repository-schema.ts";
import { stackConfig } from "./schema.ts";

/** The hand-written page that holds the tables, from the repository's root. */
export const REFERENCE_FILE = "docs/configuration.md";

const START = "<!-- keys: written by `npx cutover config schema --write` -->";
const END = "<!-- end of keys -->";

/** One table for each section: key, whether it must be there, what is allowed, what it is. In Markdown. */
export function referenceTables(): string {
  const repository = "## The repository's stack\n\n`Pulumi.repo.yaml`: what guards the repository.";
  return [...tablesOf(rootNode(stackConfig)), repository, ...tablesOf(rootNode(repositoryConfig))].join("\n\n");
}

function tablesOf(root: SchemaNode): string[] {
  return Object.entries(root.properties ?? {}).map(([section, node]) => {
    const head = "| key | needed | allowed | what it is |\n|---|---|---|---|";
    const rows = rowsOf(node, isNeeded(section, root), `cutover:${section}`);
    return `### \`cutover:${section}\`\n\n${head}\n${[...new Set(rows)].join("\n")}`;
  });
}

/**
 * The page with its tables as the schema has them now.
 * @throws Error when the page has lost the marks between which they stand
 */
export function withTables(page: string): string {
  const start = page.indexOf(START);
  const end = page.indexOf(END);
  if (start < 0 || end < start) throw new Error(`${REFERENCE_FILE} needs the lines ${START} and ${END}`);
  return `${page.slice(0, start)}${START}\n\n${referenceTables()}\n\n${page.slice(end)}`;
}

/** Depth first, as the keys stand in the file. Keys of one kind of thing (a Docker service) come once for each kind. */
function rowsOf(node: SchemaNode, needed: string, path: string): string[] {
  if (node.oneOf) return node.oneOf.flatMap((variant) => rowsOf(variant, needed, path));
  const own = row(path, needed, node);
  if (node.properties) {
    const inner = Object.entries(node.properties).flatMap(([key, property]) =>
      rowsOf(property, isNeeded(key, node), `${path}.${key}`),
    );
    return [own, ...inner];
  }
  // A choice that a plain value may be (a literal, or where it comes from) is told in one row.
  if (node.anyOf?.every(({ properties }) => properties))
    return [own, ...node.anyOf.flatMap((variant) => rowsOf(variant, needed, path).slice(1))];
  if (node.items) return [own, ...rowsOf(node.items, "each", `${path}[]`)];
  if (node.additionalProperties) return [own, ...rowsOf(node.additionalProperties, "each", `${path}.NAME`)];
  return [own];
}

function isNeeded(key: string, { required = [] }: SchemaNode): string {
  return required.includes(key) ? "yes" : "no";
}

function row(path: string, needed: string, node: SchemaNode): string {
  const preset = node.default === undefined ? "" : `, default \`${JSON.stringify(node.default)}\``;
  const what = node.description ?? node.title ?? "";
  return `| ${[`\`${path}\``, `${needed}${preset}`, allowedBy(node), what].map(cell).join(" | ")} |`;
}

function allowedBy(node: SchemaNode): string {
  if (node.enum && node.enum.length > 12) return `one of ${node.enum.length} names, such as ${node.examples?.[0]}`;
  if (node.type === undefined && !node.anyOf) return "any JSON";
  return expectedOf(node, undefined);
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
}
