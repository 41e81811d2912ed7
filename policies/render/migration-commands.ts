import { type ShellCommand, shellCommands } from "../shell-commands.ts";

/** The commands of a shell line that change a database's schema: of no tool in particular, and of the usual ones. */
export const migrationsIn = (line: string): readonly ShellCommand[] =>
  HINT.test(line) ? shellCommands(line).filter(migrates) : [];

/** Without any of these there is none: most lines need not be taken apart. */
const HINT =
  /migrat|grade|push|schema|update|deploy|revert|apply|setup|reset|redo|rollback|prepare|create_all|\b(?:up|down)\b/i;

function migrates({ words }: ShellCommand): boolean {
  // What stands in quotes is code or a name, and a tool's words for it are none of its own.
  const text = words.filter((word) => !/\s/.test(word)).join(" ");
  if (TELLS_ONLY.test(text) || MAKES_ONLY.test(text)) return false;
  return BY_TOOL.some((tool) => tool.test(text)) || words.some(isMigration) || words.some(isCodeThatMigrates);
}

/** Shows a text, moves files, installs a tool, or builds the program that migrates later. */
const MAKES_ONLY =
  /^(?:\w+=\S*\s+)*(?:echo|printf|cat|cp|mv|rm|mkdir|ls|ln|grep|find|test|tar|rsync|chmod|touch|export|cd|pip3?|pipx|apt|apt-get|brew|curl|wget|docker|git|tsc|tsup|esbuild|swc|webpack|rollup|pytest|mypy|ruff|eslint)\s|^(?:\w+=\S*\s+)*(?:\S+ -m pip|(?:uv|poetry|npm|pnpm|yarn|bun|cargo|go|gem|bundle|composer)(?: -\S+)* (?:pip|i|ci|install|add|get|sync|build))(?:\s|$)/;

/** Options that only look, and the subcommands of migration tools that do. */
const TELLS_ONLY =
  /\s(?:--check|--plan|--dry-run|--help|--version|--sql|--list|--status)(?:\s|$)|\s(?:migrate|migrations?)\s(?:\S+\s)*(?:status|diff|info|lint|validate|list|show|check|create|new|make|generate|gen|add|init|hash|version|current|history|resolve|test)(?:\s|$)/;

/** Tools whose word for it is another one than migrate. */
const BY_TOOL: readonly RegExp[] = [
  /(?:^|[\s/])(?:alembic|aerich)\s(?:.*\s)?(?:upgrade|downgrade)(?:\s|$)/,
  /(?:^|[\s/])flask\s(?:.*\s)?db\s(?:upgrade|downgrade)(?:\s|$)/,
  /(?:^|[\s/])(?:prisma|supabase)(?:@\S+)?\s(?:.*\s)?db\s(?:push|reset)(?:\s|$)/,
  /(?:^|[\s/])drizzle-kit(?:@\S+)?\s(?:.*\s)?(?:push|up)(?::\w+)?(?:\s|$)/,
  /(?:^|[\s/])goose\s(?:.*\s)?(?:up|up-to|up-by-one|down|down-to|redo|reset)(?:\s|$)/,
  /(?:^|[\s/])dbmate\s(?:.*\s)?(?:up|down|rollback)(?:\s|$)/,
  /(?:^|[\s/])liquibase\s(?:.*\s)?(?:update|update-count|update-to-tag|updateCount|updateToTag)(?:\s|$)/,
  /(?:^|[\s/])(?:atlas|skeema)\s(?:schema apply|push)(?:\s|$)/,
  /(?:^|[\s/])(?:sqitch|yoyo|diesel)\s(?:.*\s)?(?:deploy|revert|apply|setup)(?:\s|$)/,
  /(?:^|[\s/])dotnet[\s-]ef\sdatabase\supdate(?:\s|$)/,
  /(?:^|[\s/])(?:rails|rake)\s(?:.*\s)?db:(?:prepare|setup|reset|rollback|schema:load|structure:load)(?:\s|$)/,
  /(?:^|\s)(?:schema:(?:update|sync|up)|migrations?\s(?:run|up|apply|forwards|upgrade|deploy|latest|execute))(?:\s|$)/,
  /(?:^|[\s/])psql\s.*(?:migrat|schema)\S*\.sql(?:\s|$)/,
];

/** Words beside which `migrate` in the name of a script or task means something else. */
const HARMLESS =
  /^(?:status|check|list|show|info|diff|lint|validate|verify|create|make|new|generate|gen|add|init|hash|tests?|build|compile|bundle|copy|docs|version|plan|dry|skip|no|format|typecheck|json|txt|md|toml|ini|cfg|env|ya?ml|log|git)$/;
/** Words that turn `migrations` into something that is run. */
const RUNS = /^(?:run|runs|up|apply|latest|deploy|execute|do)$/;

/** `migrate`, `db:migrate`, `migration:run`, `scripts/run_migrations.py`; not an option, nor what a queue is called. */
function isMigration(word: string, index: number, words: readonly string[]): boolean {
  if (/^-|[=\s$,@]/.test(word) || /^--?(?:q|queues?|name|n|topic|path|dir|profile)$/i.test(words[index - 1] ?? ""))
    return false;
  const name = word.replace(/^.*\//, "").replace(/\.(?:py|[cm]?[jt]s|sh|rb|php|exs?|sql|jar)$/, "");
  const parts = name.toLowerCase().split(/[:._-]/);
  if (parts.some((part) => HARMLESS.test(part)) && !parts.includes("and")) return false;
  if (parts.includes("migrate")) return true;
  const several = parts.includes("migration") || parts.includes("migrations");
  return several && (parts.some((part) => RUNS.test(part)) || isTask(words[index - 1]));
}

/** `npm run migrations` runs a task of that name. */
const isTask = (before: string | undefined) => before === "run" || before === "make" || before === "just";

const isCodeThatMigrates = (word: string) =>
  /\b(?:run_?)?migrat(?:e|ions?)\s*\(|\brelease\.migrate\b|\bcommand\.upgrade\s*\(|\bcreate_all\s*\(/i.test(word);

/** What gives the commands after it another meaning, so that none can be taken out. */
const BOUND =
  /[|()`{}#]|(?:^|[^&])&(?:[^&]|$)|(?:^|[\s/;&])(?:(?:ba|da|z|k|a)?sh|cd|export|set|if|for|while|until|case)\s/;

/** The line taken apart, where its commands simply follow one another; undefined where it takes a person. */
export function withoutMigrations(line: string): { readonly migrations: string; readonly rest: string } | undefined {
  if (BOUND.test(line)) return undefined;
  const commands = shellCommands(line);
  const textOf = (chosen: readonly ShellCommand[]) => chosen.map(({ text }) => text).join(" && ");
  const [migrations, rest] = [textOf(commands.filter(migrates)), textOf(commands.filter((one) => !migrates(one)))];
  return rest === "" ? undefined : { migrations, rest };
}
