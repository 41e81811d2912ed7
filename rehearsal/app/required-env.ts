/** Why the app refuses to start, as a process would say on its way to a non-zero exit. */
export class StartupFailure extends Error {
  override readonly name = "StartupFailure";
}

/** Variables without which the backend cannot serve anyone. */
const required = ["JWT_SECRET"] as const;

/**
 * Refuses to start without the variables that every request needs; all missing ones at once.
 * @throws StartupFailure naming the variables, never a value.
 */
export function requireEnv(env: Readonly<Record<string, string>>): void {
  const missing = required.filter((name) => !env[name]);
  if (missing.length > 0) throw new StartupFailure(`missing required environment variables: ${missing.join(", ")}`);
}
