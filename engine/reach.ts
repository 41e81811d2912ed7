/**
 * `node engine/reach.ts <address>`: ends with 0 when the address answers, else says why not. A program of its own
 * because Node reads HTTPS_PROXY only at its start (with NODE_USE_ENV_PROXY=1).
 */
const [address = ""] = process.argv.slice(2);
const { host } = new URL(address);
try {
  const answer = await fetch(address, { method: "HEAD" });
  if (!answer.ok) throw new Error(`it answers ${answer.status}`);
} catch (error) {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  process.stdout.write(`${host} cannot be reached: ${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exitCode = 1;
}
