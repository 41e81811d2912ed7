import type { LogAnswer, LogQuery, ServiceRole } from "../../checks/gates/sources.ts";
import { remoteText } from "../../checks/remote-text.ts";
import type { RenderClient } from "../../providers/render/api/client.ts";
import type { RenderServices } from "./render-services.ts";

/** Twenty pages: reading more would use up what the workspace may ask in a minute. */
const mostLines = 2000;
const shown = 20;

/** Lines of a service with one of the texts. Each text is asked for by itself; a line with two of them counts once. */
export async function renderLogs(
  client: RenderClient,
  services: RenderServices,
  role: ServiceRole,
  { from, to, text, enough = mostLines }: LogQuery,
  signal: AbortSignal,
): Promise<LogAnswer> {
  const { id: resource, ownerId } = await services.of(role, signal);
  const most = Math.min(enough, mostLines);
  const found = await Promise.all(
    text.map((one) => client.logs.within({ ownerId, resource, from, to, text: one, most }, { signal })),
  );
  const lines = [...new Map(found.flatMap((answer) => answer.lines).map((line) => [line.id, line])).values()];
  const oldest = lines.sort((one, other) => one.at.getTime() - other.at.getTime()).slice(0, shown);
  return {
    count: lines.length,
    lines: oldest.map(({ message }) => remoteText(message)),
    ...(found.some(({ more }) => more) && { more: true }),
  };
}
