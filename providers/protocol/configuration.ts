import provider from "@pulumi/pulumi/proto/provider_pb.js";
import { differences, diffResponse } from "./diff.ts";
import { UserError } from "./errors.ts";
import { checkFailures, faultsOf } from "./faults.ts";
import { type Parsed, parseInputs } from "./parse-inputs.ts";
import type { AnyProvider } from "./resource.ts";
import { markSecrets, revealAll } from "./secrets.ts";
import { decode, encode, isRecord, Unknown, type WireRecord } from "./wire.ts";

/** The part of a provider that says how it is configured. */
type Configured = Pick<AnyProvider<unknown>, "name" | "config" | "secretConfig">;

/** What the engine itself keeps among a provider's inputs. */
const keysOfTheEngine = new Set(["version", "pluginDownloadURL", "__internal"]);

/** Parses configuration; values that are no strings may arrive as JSON text, because stack configuration is text. */
function parseConfig(schema: Configured["config"], config: WireRecord): Parsed {
  const own = Object.entries(revealAll(config)).filter(([key]) => !keysOfTheEngine.has(key));
  const given: WireRecord = Object.fromEntries(own);
  const first = parseInputs(schema, given);
  const retried = { ...given };
  for (const { path } of first.issues) {
    const key = String(path[0]);
    const text = given[key];
    if (typeof text === "string") retried[key] = fromJson(text);
  }
  const second = parseInputs(schema, retried);
  return second.issues.length < first.issues.length ? second : first;
}

function fromJson(text: string): WireRecord[string] {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * Answers CheckConfig: the faults, and the configuration exactly as given, secret keys encrypted. Defaults, tokens and
 * base URLs from the environment are not added, because what is added here would stay in state.
 */
export function checkConfig(
  { config, secretConfig = [] }: Configured,
  request: provider.CheckRequest,
  mask: (text: string) => string,
): provider.CheckResponse {
  const news = decode(request.getNews());
  const faults = faultsOf(parseConfig(config, news).issues);
  const inputs = markSecrets(revealAll(news), { like: [news], named: secretConfig, sameOrder: true });
  const failures = checkFailures(faults, inputs, { secrets: secretConfig, mask });
  return new provider.CheckResponse().setInputs(encode(inputs)).setFailuresList(failures);
}

/** Answers DiffConfig: what changed. A new token or address never replaces what was made with the old one. */
export function diffConfig(request: provider.DiffRequest): provider.DiffResponse {
  const olds = decode(request.getOldInputs() ?? request.getOlds());
  const changes = differences(revealAll(olds), revealAll(decode(request.getNews())), {
    ignore: request.getIgnorechangesList(),
  });
  return diffResponse(changes);
}

/** The configuration that a client is made from; throws `UserError` with all faults. */
export function configurationOf({ name, config }: Configured, given: WireRecord): object {
  const { value, issues } = parseConfig(config, given);
  const faults = faultsOf(issues).map(({ path, reason }) => `${name}:${path}: ${reason}`);
  if (faults.length > 0) {
    const fix = `fix: pulumi config set ${name}:<key> <value>`;
    throw new UserError(
      "PROVIDER_CONFIG_INVALID",
      [`the configuration of ${name} is not valid`, ...faults, fix].join("\n"),
    );
  }
  if (!isRecord(value)) throw new TypeError(`the configuration schema of ${name} does not describe an object`);
  return Object.fromEntries(Object.entries(value).filter(([, item]) => !(item instanceof Unknown)));
}
