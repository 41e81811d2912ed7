import type { Commands, Context } from "./command.ts";
import { connectionCommands } from "./connection-commands.ts";
import { keyCommands } from "./key-commands.ts";
import { WrongType } from "./keyspace.ts";
import { listCommands } from "./list-commands.ts";
import { type Reply, refuse } from "./resp.ts";
import { setCommands } from "./set-commands.ts";

const commands: Commands = { ...connectionCommands, ...keyCommands, ...listCommands, ...setCommands };

/** Runs a command as the server would; what it does not know it refuses in the server's words. */
export function execute(context: Context, [name = "", ...args]: readonly string[]): Reply {
  const refusal = faultOf(name, args);
  if (refusal) return refusal;
  try {
    return commands[name.toLowerCase()]?.run(context, args) ?? null;
  } catch (error) {
    if (error instanceof WrongType) return error.reply;
    throw error;
  }
}

/** Why a command cannot run at all: unknown, or with a wrong number of words. */
export function faultOf(name: string, args: readonly string[]): Reply | undefined {
  const lower = name.toLowerCase();
  const command = Object.hasOwn(commands, lower) ? commands[lower] : undefined;
  if (!command) {
    const shown = args.map((arg) => `'${arg.slice(0, 128)}' `).join("");
    return refuse(`ERR unknown command '${name.slice(0, 128)}', with args beginning with: ${shown.slice(0, 128)}`);
  }
  const { arity } = command;
  const fits = arity < 0 ? args.length + 1 >= -arity : args.length + 1 === arity;
  return fits ? undefined : refuse(`ERR wrong number of arguments for '${lower}' command`);
}
