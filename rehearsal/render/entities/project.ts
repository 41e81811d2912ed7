import { z } from "zod";
import { EnvironmentInput } from "./environment.ts";
import { type Moment, micros } from "./moment.ts";
import type { RenderState } from "./state.ts";

/** Body of `POST /projects`. */
export const ProjectPost = z.object({
  name: z.string().min(1),
  ownerId: z.string(),
  environments: z.array(EnvironmentInput).min(1, "a project needs an environment"),
});
/** Body of `PATCH /projects/{id}`. */
export const ProjectPatch = z.object({ name: z.string().min(1).nullish() });

export interface Project {
  readonly id: string;
  /** Order of creation. */
  readonly sequence: number;
  readonly ownerId: string;
  readonly createdAt: Moment;
  updatedAt: Moment;
  name: string;
}

/** Render's JSON of a project; all its answers print times to the microsecond. */
export const projectJson = (state: RenderState, project: Project) => ({
  id: project.id,
  createdAt: micros(project.createdAt),
  environmentIds: environmentsOf(state, project).map(({ id }) => id),
  name: project.name,
  owner: state.owners.get(project.ownerId),
  updatedAt: micros(project.updatedAt),
});

export const environmentsOf = (state: RenderState, { id }: Project) =>
  [...state.environments.values()].filter(({ projectId }) => projectId === id);
