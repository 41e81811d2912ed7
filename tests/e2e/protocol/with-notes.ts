import { test } from "vitest";
import { startServer } from "../../../providers/protocol/serve.ts";
import { PulumiProject } from "../support/pulumi.ts";
import { Desk, notesProvider, programOf } from "./notes.ts";

/** The parts of a previewed step that these tests look at. */
export interface Step {
  readonly op: string;
  readonly urn: string;
  readonly detailedDiff?: { readonly [path: string]: { readonly kind: string } } | null;
}

interface NotesFixtures {
  /** Where the notes are, of a provider that runs in this process. */
  readonly desk: Desk;
  /** Makes a project whose program is `body`; with `settings`, without attaching it to this process's provider. */
  readonly projectOf: (body: string, settings?: { readonly [key: string]: unknown }) => Promise<PulumiProject>;
  readonly port: number;
}

/** A test with a desk of notes, its provider, and projects that the real engine runs; all gone afterwards. */
export const it = test.extend<NotesFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads a fixture's needs from this pattern
  desk: async ({}, use) => {
    await use(new Desk());
  },
  port: async ({ desk }, use) => {
    const server = await startServer(notesProvider(desk));
    await use(server.port);
    await server.close();
  },
  projectOf: async ({ port }, use) => {
    const projects: PulumiProject[] = [];
    await use(async (body, settings) => {
      const where = settings ? { settings } : { attach: { notes: port } };
      const project = await PulumiProject.create({ program: programOf(body), ...where });
      projects.push(project);
      return project;
    });
    await Promise.all(projects.map((project) => project.remove()));
  },
});

/** What was asked of the resources, without configuration. */
export function callsOf({ calls }: Desk): string[] {
  return calls.filter((call) => !call.startsWith("configure"));
}

/** What a preview would change, by resource name; unchanged ones are not listed. */
export async function stepsOf(project: PulumiProject): Promise<{ [name: string]: Step | undefined }> {
  const { steps } = (await project.json(["preview", "--json"])) as { steps: Step[] };
  return Object.fromEntries(steps.map((step) => [step.urn.split("::").at(-1), step]));
}

/** A secret to look for. */
export const canary = "canary+hunter/2222";

/** The forms in which the canary stands in a text: none, when it was kept. */
export function leaks(text: string): string[] {
  const forms = [canary, encodeURIComponent(canary), Buffer.from(canary).toString("base64").replace(/=+$/, "")];
  return forms.filter((form) => text.includes(form));
}

/** Somebody edits a note's title outside of Pulumi. */
export function editTitle(desk: Desk, id: string, title: string): void {
  const note = desk.notes.get(id);
  if (!note) throw new Error(`note ${id} was not made`);
  desk.notes.set(id, { ...note, inputs: { ...note.inputs, title }, revision: note.revision + 1 });
}
