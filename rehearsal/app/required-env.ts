/** Why the app refuses to start, as a process would say on its way to a non-zero exit. */
export class StartupFailure extends Error {
  override readonly name = "StartupFailure";
}

/**
 * Variables without which a program of the app cannot do its work; of names joined by `|` one is enough. The API also
 * starts without database and queue: it answers 503 where it needs them.
 */
const required = {
  web: ["JWT_SECRET"],
  job: ["SUPABASE_URL", "SUPABASE_SERVICE_KEY|SUPABASE_KEY", "REDIS_URL"],
} as const;

/**
 * Refuses to start without the variables that a program needs; all missing ones at once.
 * @throws StartupFailure naming the variables, never a value.
 */
export function requireEnv(env: Readonly<Record<string, string>>, program: keyof typeof required): void {
  const missing = required[program].filter((names) => !names.split("|").some((name) => env[name]));
  if (missing.length > 0)
    throw new StartupFailure(
      `missing required environment variables: ${missing.map((names) => names.replace("|", " or ")).join(", ")}`,
    );
}
