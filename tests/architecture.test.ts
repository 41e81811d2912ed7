import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../", import.meta.url));

interface Import {
  readonly from: string;
  readonly to: string;
  /** Neither types alone nor a dynamic import: it runs when the file is loaded. */
  readonly atLoad: boolean;
}

/** The table of docs/architecture.md: what each folder may import of the others. */
const allowed = new Map(
  [...readFileSync(`${root}docs/architecture.md`, "utf8").matchAll(/^\| `([^`]+)` \|[^|]*\|([^|]*)\|$/gm)].map(
    ([, folder = "", may = ""]) => [folder, [...may.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name)],
  ),
);
const folders = [...allowed.keys()];
const imports = folders.flatMap((folder) =>
  folder.endsWith("/")
    ? globSync(`${folder}**/*.{ts,js}`, { cwd: root, exclude: ["**/node_modules/**"] }).flatMap(importsOf)
    : importsOf(folder),
);

function importsOf(file: string): Import[] {
  const text = readFileSync(`${root}${file}`, "utf8");
  const found = text.matchAll(/^(?:import|export)\b( type\b)?[^;"]*"(\.[^"]+)"|\bimport\("(\.[^"]+)"\)/gm);
  return [...found].map(([, onlyTypes, written, lazily]) => ({
    from: file,
    to: path.join(path.dirname(file), written ?? lazily ?? ""),
    atLoad: written !== undefined && onlyTypes === undefined,
  }));
}

const folderOf = (file: string) => folders.find((folder) => file === folder || file.startsWith(folder));

describe("the product's parts", () => {
  it("import only what the table in docs/architecture.md allows", () => {
    const crossing = imports
      .map(({ from, to }) => ({ from, to, folder: folderOf(from), of: folderOf(to) }))
      .filter(({ folder, of }) => of !== undefined && folder !== of);
    expect(crossing.length).toBeGreaterThan(20);
    const refused = crossing.filter(({ folder = "", of = "" }) => !allowed.get(folder)?.includes(of));
    expect(refused.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  it("do not know the rehearsal, but for the commands that start it and the bench", () => {
    const knowing = imports.filter(({ from, to }) => to.startsWith("rehearsal/") && !from.startsWith("rehearsal/"));
    expect([...new Set(knowing.map(({ from }) => from))].sort()).toEqual([
      "cli/preview-rehearse.ts",
      "cli/rehearse.ts",
      "tools/bench/bench.ts",
      "tools/bench/prod.ts",
      "tools/bench/services.ts",
    ]);
  });

  it("load in one order: no file imports itself, however many files are between", () => {
    const next = Map.groupBy(
      imports.filter(({ atLoad }) => atLoad),
      ({ from }) => from,
    );
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, trail: readonly string[]) => {
      if (trail.includes(file)) circles.push([...trail.slice(trail.indexOf(file)), file].join(" → "));
      if (done.has(file) || trail.includes(file)) return;
      for (const { to } of next.get(file) ?? []) visit(to, [...trail, file]);
      done.add(file);
    };
    for (const file of next.keys()) visit(file, []);
    expect(circles).toEqual([]);
  });
});
