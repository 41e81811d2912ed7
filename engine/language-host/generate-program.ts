import { installedPackages } from "./installed-packages.ts";
import { type PclBlock, type PclExpression, parsePcl } from "./pcl.ts";
import { pluginName } from "./required-plugins.ts";

/**
 * TypeScript that declares what `pulumi import` has just imported, from the PCL that the engine wrote about it.
 * Secret values are not printed: they become reads of secret config. What is beyond import's PCL becomes a comment,
 * because by then the import has happened and must not be reported as failed.
 */
export function generateProgram(sources: readonly string[], directory = process.cwd()): string {
  try {
    const blocks = sources.flatMap(parsePcl).filter(({ type }) => type === "resource");
    const declarations = blocks.map(declaration).join("\n\n");
    return `${imports(blocks, declarations, directory)}\n\n${declarations}\n`;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return `// The resources are in the state now; declare them by hand: no code could be written for them (${error.message}).\n`;
  }
}

function imports(blocks: readonly PclBlock[], declarations: string, directory: string): string {
  const installed = installedPackages(directory);
  const needsConfig = declarations.includes("config.requireSecret(");
  const lines =
    needsConfig || declarations.includes("pulumi.interpolate`") ? ['import * as pulumi from "@pulumi/pulumi";'] : [];
  for (const provider of new Set(blocks.map((block) => tokenOf(block).provider))) {
    const found = installed.find((candidate) => candidate.pulumi?.resource && pluginName(candidate) === provider);
    lines.push(
      found
        ? `import * as ${identifier(provider)} from ${JSON.stringify(found.name)};`
        : `// Import the classes of ${JSON.stringify(provider)} from where this project keeps them.`,
    );
  }
  if (needsConfig) lines.push("", "const config = new pulumi.Config();");
  return lines.join("\n");
}

function declaration(block: PclBlock): string {
  const { provider, path } = tokenOf(block);
  const variable = identifier(block.labels[0] ?? "resource");
  const logical = block.attributes.get("__logicalName");
  const name = logical?.kind === "literal" ? String(logical.value) : (block.labels[0] ?? "");
  const inputs = entries(
    [...block.attributes].filter(([key]) => key !== "__logicalName"),
    "",
  );
  const options = block.blocks.find(({ type }) => type === "options");
  const extra = options ? `, ${entries([...options.attributes], "")}` : "";
  return `const ${variable} = new ${[identifier(provider), ...path].join(".")}(${JSON.stringify(name)}, ${inputs}${extra});`;
}

/** `aws:s3/bucket:Bucket` is `aws.s3.Bucket`; the module `index` has no part in the class's path. */
function tokenOf({ labels }: PclBlock): { provider: string; path: string[] } {
  const [provider = "", module = "", type = ""] = (labels[1] ?? "").split(":");
  if (provider === "pulumi" && module === "providers") return { provider: type, path: ["Provider"] };
  const folder = module.split("/")[0] ?? "";
  return { provider, path: folder === "index" || folder === "" ? [type] : [identifier(folder), type] };
}

function print(expression: PclExpression, indent: string, key: string): string {
  switch (expression.kind) {
    case "literal":
      return expression.value === null ? "undefined" : JSON.stringify(expression.value);
    case "template":
      return `pulumi.interpolate\`${expression.parts.map((part) => (typeof part === "string" ? part.replaceAll(/[`\\]|\$\{/g, "\\$&") : `\${${print(part, indent, key)}}`)).join("")}\``;
    case "list":
      return `[${expression.items.map((item) => print(item, indent, key)).join(", ")}]`;
    case "object":
      return entries(expression.entries, indent);
    case "path":
      return identifier(expression.text);
    case "call":
      if (expression.name === "secret") return `config.requireSecret(${JSON.stringify(key)})`;
      throw new SyntaxError(`the function ${expression.name} is not known`);
  }
}

function entries(list: readonly (readonly [string, PclExpression])[], indent: string): string {
  if (list.length === 0) return "{}";
  const inner = `${indent}  `;
  const lines = list.map(([key, value]) => `${inner}${propertyName(key)}: ${print(value, inner, key)},\n`);
  return `{\n${lines.join("")}${indent}}`;
}

function propertyName(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
}

/** A variable's name: `twin-brains-api` is `twinBrainsApi`. */
function identifier(text: string): string {
  return text.replaceAll(/-+([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
