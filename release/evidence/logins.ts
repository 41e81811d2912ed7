import { type Connection, connectionOf, DatabaseUrlInvalid } from "../../checks/gates/sql-connection.ts";

/** The two logins, by the variable that holds the address of each. */
export const roles = {
  CUTOVER_DATABASE_URL: "cutover_recorder",
  CUTOVER_GATES_DATABASE_URL: "cutover_reader",
} as const;
export type LoginVariable = keyof typeof roles;

const shortest = 16;

/**
 * The login that a variable holds, with a password that is worth the name.
 * @throws DatabaseUrlInvalid
 */
export function loginOf(env: NodeJS.ProcessEnv, variable: LoginVariable): Connection {
  const role = roles[variable];
  const example = `export ${variable}="postgres://${role}:$(openssl rand -hex 24)@HOST:5432/postgres"`;
  const address = env[variable];
  if (!address) throw new DatabaseUrlInvalid(variable, "it is not set", example);
  const login = connectionOf(address, variable);
  // A pooler of Supabase wants the project after the role: cutover_reader.abcdefghijkl.
  if (login.user !== role && !login.user.startsWith(`${role}.`))
    throw new DatabaseUrlInvalid(variable, `it names the role ${login.user}; expected ${role}`, example);
  if (login.password.length < shortest || !/^[!-~]+$/.test(login.password))
    throw new DatabaseUrlInvalid(
      variable,
      `its password is too weak: expected ${shortest} or more letters, digits or signs of ASCII`,
      example,
    );
  return login;
}
