import type { Colors } from "picocolors/types.js";
import { inert } from "../../judgement/inert.ts";
import { propertyLine } from "../text.ts";
import type { Drift } from "./drift.ts";

/** Drift for a terminal, with the ways to go on. */
export function drawDrift({ stack, changes, same }: Drift, { bold, dim, green, red }: Colors): string {
  const name = bold(inert(stack));
  if (changes.length === 0) return `${green("✓")} ${name} is as Pulumi knows it: ${same} resources\n`;
  const lines = changes.flatMap(({ kind, name: resource, type, properties }) => [
    `  ${kind === "delete" ? red(bold(`- gone ${inert(resource)}`)) : `~ changed ${inert(resource)}`} ${dim(inert(type))}`,
    ...properties.map((property) => `      ${propertyLine(property)}`),
  ]);
  return [
    `${red("✗")} ${name}: ${changes.length} of ${changes.length + same} resources are not as Pulumi knows them`,
    ...lines,
    dim("  left is what Pulumi knows, right is what stands at the vendor"),
    `  fix: npx cutover pulumi up --refresh --policy-pack policies --stack ${inert(stack)}   puts back what the stack's file says;`,
    "       what is to stay goes into the file first",
    "",
  ].join("\n");
}
