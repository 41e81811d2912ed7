import type { Answer, startWorld } from "../render-world.ts";

/** A client that notes what it was answered, so that a whole sequence can be held against what is expected. */
export function noting({ call }: Awaited<ReturnType<typeof startWorld>>) {
  const notes: string[] = [];
  const step = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const answer = await call(method, path, body, { accept: "application/json" });
    const short = path
      .replace(/\?.*/, "")
      .replace(/(?:srv|crn|dsk|evg|evm|prj|red|dpg|whk|rgc|egs)-\w+(-\w)?/g, nounOf);
    notes.push(`${answer.status} ${method} ${short}`);
    return answer;
  };
  /** What was noted since the last time. */
  const noted = () => notes.splice(0);
  return { step, noted };
}

const nounOf = (id: string) => id.slice(0, 3);

/** Reads a service as the vendor's Terraform provider does: seven calls, and two more of a static site. */
export async function readService(step: ReturnType<typeof noting>["step"], id: string, type = "web_service") {
  const service = (await step("GET", `/services/${id}`)).body;
  const env: Record<string, string> = {};
  for (let cursor = ""; ; ) {
    const { body } = await step("GET", `/services/${id}/env-vars${cursor && `?cursor=${cursor}`}`);
    if (body.length === 0) break;
    for (const { envVar } of body) env[envVar.key] = envVar.value;
    cursor = body.at(-1).cursor;
  }
  const secretFiles = (await step("GET", `/services/${id}/secret-files`)).body;
  const hasDomains = type === "web_service" || type === "static_site";
  const domains = hasDomains ? (await step("GET", `/services/${id}/custom-domains?limit=100`)).body : [];
  const notifications = (await step("GET", `/notification-settings/overrides/services/${id}`)).body;
  const logStream = await step("GET", `/logs/streams/resource/${id}`);
  if (type === "static_site") {
    await step("GET", `/services/${id}/headers?limit=100`);
    await step("GET", `/services/${id}/routes?limit=100`);
  }
  return { service, env, secretFiles, domains, notifications, logStream };
}
