import { status } from "@grpc/grpc-js";
import { closest } from "fastest-levenshtein";
import { configurationOf } from "./configuration.ts";
import { Masker, stringsOf } from "./mask.ts";
import type { AnyProvider, AnyResource, Call } from "./resource.ts";
import type { Session } from "./session.ts";
import { CallFailed, failure } from "./status.ts";

/** Environment variables whose values no message may show. */
const secretVariable = /TOKEN|SECRET|PASSWORD|PASSPHRASE|API_?KEY|PRIVATE_?KEY|CREDENTIAL/i;

/** One provider as it is served: with the environment that its client is made from. */
export interface Served<Client> {
  readonly provider: AnyProvider<Client>;
  readonly env: NodeJS.ProcessEnv;
}

/** The resource that a URN names within a provider. */
export interface Target<Client> {
  readonly resource: AnyResource<Client>;
  readonly urn: string;
  readonly name: string;
}

/** Finds the resource by the type in its URN; refuses a type the provider does not have. */
export function targetOf<Client>({ provider }: Served<Client>, urn: string): Target<Client> {
  const [, , qualifiedType = "", ...name] = urn.split("::");
  const type = qualifiedType.split("$").at(-1) ?? "";
  const resource = provider.resources.find((candidate) => candidate.type === type);
  if (resource) return { resource, urn, name: name.join("::") };
  const types = provider.resources.map((candidate) => candidate.type);
  const near = types.length > 0 ? `; did you mean ${closest(type, types)}?` : "";
  const message = `${provider.name} ${provider.version} has no resource type ${type}${near}`;
  throw new CallFailed(failure(status.NOT_FOUND, message));
}

/** Masks what is secret in a call's properties, the provider's configuration and the environment. */
export function maskerOf<Client>(
  { provider, env }: Served<Client>,
  session: Session<Client>,
  resource: AnyResource<Client> | undefined,
  properties: readonly { readonly [key: string]: unknown }[],
): (text: string) => string {
  let masker: Masker | undefined;
  return (text) => {
    masker ??= build();
    return masker.mask(text);
  };
  function build(): Masker {
    const own = stringsOf(properties, resource?.secrets);
    const config = stringsOf([session.config], provider.secretConfig);
    const variables = Object.entries(env).filter(([key]) => secretVariable.test(key));
    return new Masker([...own.secrets, ...config.secrets, ...variables.map(([, value]) => value ?? "")], own.clear);
  }
}

/** What the author's code may use during one call: the client, made now if no call needed it before, and ways to speak. */
export async function callOf<Client>(
  served: Served<Client>,
  session: Session<Client>,
  { urn, name }: Pick<Target<Client>, "urn" | "name">,
  { signal, timeoutSeconds }: { readonly signal: AbortSignal; readonly timeoutSeconds: number },
  mask: (text: string) => string,
): Promise<Call<Client>> {
  const { provider, env } = served;
  const client = await session.client(() => provider.configure(configurationOf(provider, session.config), env));
  return {
    client,
    urn,
    name,
    signal,
    ...(timeoutSeconds > 0 && { timeoutMs: timeoutSeconds * 1000 }),
    progress: (line) => session.log.write("info", urn, mask(line), { ephemeral: true }),
    log: (severity, message) => session.log.write(severity, urn, mask(message)),
  };
}
