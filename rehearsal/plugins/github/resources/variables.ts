import { z } from "zod";
import { UserError } from "../../../../providers/protocol/errors.ts";
import { defineResource } from "../../../../providers/protocol/resource.ts";
import type { GitHubClient } from "../client.ts";
import { partsOf } from "../import-id.ts";

const State = z.object({ createdAt: z.string(), updatedAt: z.string(), repositoryId: z.number() });
const Answer = z.object({ name: z.string(), value: z.string(), created_at: z.string(), updated_at: z.string() });
const common = { repository: z.string().min(1), variableName: z.string().min(1), value: z.string() };

const VARIABLE = "github:index/actionsVariable:ActionsVariable";
const ENVIRONMENT_VARIABLE = "github:index/actionsEnvironmentVariable:ActionsEnvironmentVariable";

/** An Actions variable of a repository. Another repository or name replaces it. */
export const variable = defineResource<GitHubClient>()({
  type: VARIABLE,
  description: "An Actions variable of a GitHub repository.",
  inputs: z.strictObject(common),
  state: State,
  replaceOn: ["repository", "variableName"],

  async create({ client, signal }, want) {
    const id = `${want.repository}:${want.variableName}`;
    return { id, state: await make({ client, signal }, VARIABLE, placeOf(client, want.repository), want, id) };
  },
  async read({ client, signal }, id) {
    const [repository = "", name = ""] = partsOf(id, "repository", "variable");
    const found = await look({ client, signal }, placeOf(client, repository), repository, name);
    return found && { inputs: { repository, variableName: name, value: found.value }, state: found.state };
  },
  update: ({ client, signal }, _id, { state }, want) =>
    change({ client, signal }, placeOf(client, want.repository), want, state),
  async delete({ client, signal }, _id, { inputs: { repository, variableName } }) {
    await client.find("DELETE", `${placeOf(client, repository)}/${encodeURIComponent(variableName)}`, signal);
  },
});

/** An Actions variable of an environment. Another repository, environment or name replaces it. */
export const environmentVariable = defineResource<GitHubClient>()({
  type: ENVIRONMENT_VARIABLE,
  description: "An Actions variable of a GitHub environment.",
  inputs: z.strictObject({ ...common, environment: z.string().min(1) }),
  state: State,
  replaceOn: ["repository", "environment", "variableName"],

  async create({ client, signal }, want) {
    const id = `${want.repository}:${want.environment}:${want.variableName}`;
    const place = placeOf(client, want.repository, want.environment);
    return { id, state: await make({ client, signal }, ENVIRONMENT_VARIABLE, place, want, id) };
  },
  async read({ client, signal }, id) {
    const [repository = "", environment = "", name = ""] = partsOf(id, "repository", "environment", "variable");
    const found = await look({ client, signal }, placeOf(client, repository, environment), repository, name);
    return found && { inputs: { repository, environment, variableName: name, value: found.value }, state: found.state };
  },
  update: ({ client, signal }, _id, { state }, want) =>
    change({ client, signal }, placeOf(client, want.repository, want.environment), want, state),
  async delete({ client, signal }, _id, { inputs: { repository, environment, variableName } }) {
    await client.find(
      "DELETE",
      `${placeOf(client, repository, environment)}/${encodeURIComponent(variableName)}`,
      signal,
    );
  },
});

interface Session {
  readonly client: GitHubClient;
  readonly signal: AbortSignal;
}
interface Wanted {
  readonly repository: string;
  readonly variableName: string;
  readonly value: string;
}

const placeOf = (client: GitHubClient, repository: string, environment?: string) =>
  environment === undefined
    ? client.at(repository, "actions", "variables")
    : client.at(repository, "environments", environment, "variables");

async function make({ client, signal }: Session, type: string, place: string, want: Wanted, id: string) {
  const repositoryId = await client.writable(want.repository, signal);
  await client.ask("POST", place, { name: want.variableName, value: want.value }, signal).catch((error: unknown) => {
    if (!(error instanceof UserError) || error.code !== "GITHUB_409") throw error;
    throw new UserError(error.code, `${error.message}\n  fix: pulumi import ${type} <name> ${id}`, { cause: error });
  });
  return timesOf(await told({ client, signal }, place, want.variableName), repositoryId);
}

async function change(
  { client, signal }: Session,
  place: string,
  want: Wanted,
  { repositoryId }: z.output<typeof State>,
) {
  const at = `${place}/${encodeURIComponent(want.variableName)}`;
  await client.ask("PATCH", at, { name: want.variableName, value: want.value }, signal);
  return timesOf(await told({ client, signal }, place, want.variableName), repositoryId);
}

async function look({ client, signal }: Session, place: string, repository: string, name: string) {
  const repositoryId = await client.repositoryId(repository, signal);
  const found = await client.find("GET", `${place}/${encodeURIComponent(name)}`, signal);
  if (!found || repositoryId === undefined) return undefined;
  const answer = Answer.parse(found);
  return { value: answer.value, state: timesOf(answer, repositoryId) };
}

const told = async ({ client, signal }: Session, place: string, name: string) =>
  Answer.parse(await client.ask("GET", `${place}/${encodeURIComponent(name)}`, {}, signal));

const timesOf = ({ created_at: createdAt, updated_at: updatedAt }: z.output<typeof Answer>, repositoryId: number) => ({
  createdAt,
  updatedAt,
  repositoryId,
});
