/** More folders say no more than their number does. */
const MOST = 6;

/** `3 files in backend`, `README.md`: files by the folder at the top in which they are, those at the root by name. */
export function foldersOf(files: readonly string[]): readonly string[] {
  const [atRoot, inside] = [files.filter((file) => !file.includes("/")), files.filter((file) => file.includes("/"))];
  const groups = Map.groupBy(inside, (file) => file.slice(0, file.indexOf("/")));
  const told = [
    ...[...groups].map(([folder, of]) => (of.length === 1 ? (of[0] ?? "") : `${of.length} files in ${folder}`)),
    ...atRoot,
  ];
  return told.length > MOST + 1 ? [...told.slice(0, MOST), `and ${told.length - MOST} more`] : told;
}
