import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { Clock } from "../../../rehearsal/core/clock.ts";
import { Edge } from "../../../rehearsal/core/edge.ts";
import { Git } from "../../../rehearsal/core/git.ts";
import { type RenderWorld, startRender } from "../../../rehearsal/render/render.ts";
import { PulumiProject } from "./pulumi.ts";

export const providerFolder = fileURLToPath(new URL("../../../providers/render", import.meta.url));
export const REPO = "https://github.com/acme-brains/twin-brains";
export const OWNER = "tea-0123456789abcdefghij";

/** Render's emulator, and Pulumi projects that speak to it with our provider; all gone when the test ends. */
export async function renderProject(program: string, { deployMs = 10 } = {}) {
  const clock = new Clock();
  const git = new Git(() => clock.now());
  git.push(REPO, "main", "First release");
  const render = await startRender({ clock, edge: new Edge(), git, deployMs, owners: [OWNER] });
  const project = await projectAt(render, program);
  onTestFinished(async () => {
    await project.remove();
    await render.close();
  });
  return { clock, git, render, project, api: apiOf(render) };
}

/** A Pulumi project that speaks to an emulator with our provider; whoever asks for it removes it. */
export const projectAt = (render: RenderWorld, program: string): Promise<PulumiProject> =>
  PulumiProject.create({
    program,
    settings: { plugins: { providers: [{ name: "render", path: providerFolder }] } },
    env: { RENDER_BASE_URL: render.url, RENDER_API_KEY: render.token },
  });

/** Plain calls of the API, as somebody makes them by hand. Throws for anything but 2xx. */
const apiOf = (render: RenderWorld) => async (method: string, path: string, body?: object) => {
  const answer = await fetch(`${render.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${render.token}` },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text ? JSON.parse(text) : undefined;
};
