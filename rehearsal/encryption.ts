import { type Document, isMap, parseDocument } from "yaml";

/** Keys of a stack's file that say who can read its secrets, or where more configuration is to be had. */
const OWNERS_KEYS = ["encryptionsalt", "encryptedkey", "secretsprovider", "environment"];
const SECRETS = ["config", "cutover:secrets"];

/**
 * The text of a stack's file without what is encrypted in it, and without who encrypted it: no world has the key. A file that
 * has nothing of it stays as it is written.
 */
export function withoutEncryption(text: string): string {
  const { document, taken } = cleared(text);
  return taken ? written(document) : text;
}

/** The text of a stack's file with the encrypted secrets of another one in place of its own. */
export function withSecretsOf(other: string, text: string): string {
  const { document } = cleared(text);
  const owner = parseDocument(other);
  for (const key of OWNERS_KEYS) if (owner.has(key)) document.set(key, owner.get(key));
  const secrets = owner.getIn(SECRETS, true);
  if (secrets !== undefined) document.setIn(SECRETS, secrets);
  return written(document);
}

function cleared(text: string): { readonly document: Document; readonly taken: boolean } {
  const document = parseDocument(text);
  const owners = OWNERS_KEYS.filter((key) => document.delete(key));
  const config = document.get("config", true);
  if (!isMap(config)) return { document, taken: owners.length > 0 };
  const data: unknown = config.toJS(document);
  const encrypted = Object.entries(data ?? {}).filter(([key, value]) => key === SECRETS[1] || isEncrypted(value));
  for (const [key] of encrypted) config.delete(key);
  return { document, taken: owners.length + encrypted.length > 0 };
}

const written = (document: Document): string => document.toString({ lineWidth: 0 });
const isEncrypted = (value: unknown): boolean => typeof value === "object" && value !== null && "secure" in value;
