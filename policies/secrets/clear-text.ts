import { looksRandom } from "./random-text.ts";
import { isHarmless, isPublic, namesSecret } from "./secret-names.ts";
import { isMadePublic, isReference, tokenIn } from "./token-formats.ts";

/** What stands where there is no secret. */
const NOTHING =
  /^(?:none|null|nil|unset|undefined|disabled|dummy|placeholder|fake|unused|empty|example|n\/?a|not[-_ ]?(?:needed|used|set|required|applicable)|no[-_ ]?(?:key|token|secret|password)|(?:your|my)[-_].*|change[-_ ]?me[-_ ]?later|true|false|yes|no|on|off)$/i;

/** Whether a value is none at all: empty, a word for nothing, or something that only stands for a value. */
export const isNothing = (value: string): boolean => {
  const text = value.trim();
  return text === "" || NOTHING.test(text) || isReference(text);
};

/** Where something stands instead of the thing itself: a file, an address without a password. */
const ELSEWHERE = /^(?:\.{0,2}\/[\w./-]+|[\w./-]+\.(?:pem|key|crt|json|txt|p12|pub)|https?:\/\/[^\s@]+)$/i;

/** `BASIC_AUTH=admin:password` */
const SIGN_IN = /(?:BASIC|HTTP|PROXY)_?AUTH(?:_USERS?)?$|^AUTH$|HTPASSWD$/i;

export const isSignIn = (name: string, value: string): boolean =>
  SIGN_IN.test(name) && /^[^\s:/$]+:(?!\/\/|\$)\S+$/.test(value.trim());

/**
 * Why a variable's literal value must not stand in clear; undefined where it may. What a build puts into the page is the
 * matter of disallow-public-secrets.
 *
 * @param expected whether the baseline expects a secret of this name
 */
export function clearTextReason(name: string, value: string, expected = false): string | undefined {
  if (isPublic(name) || value.trim() === "") return undefined;
  const token = tokenIn(value);
  if (token !== undefined) return `it is ${token}`;
  if (expected) return "the baseline expects a secret";
  if (isNothing(value) || isMadePublic(value.trim())) return undefined;
  if (namesSecret(name) && !isSetting(name, value)) return "it has the name of a secret";
  if (isSignIn(name, value)) return "it holds a user name with a password";
  if (/HEADERS$/i.test(name) && value.split(/[,;\n]/).some(isSecretPair)) return "it holds a header that is a secret";
  return !isHarmless(name) && looksRandom(name, value.trim()) ? "it looks like a random key" : undefined;
}

/** `authorization=Bearer …`, as exporters of telemetry take their headers. */
function isSecretPair(pair: string): boolean {
  const [, name = "", value = ""] = /^\s*([\w-]+)\s*[=:]\s*(.+)$/.exec(pair) ?? [];
  return !isNothing(value) && (namesSecret(name) || looksRandom(name, value.trim()));
}

/** Whether a value under a secret's name says something else: a number under `…_TOKENS`, a file under `…_KEY`. */
export function isSetting(name: string, value: string): boolean {
  const isNumber = /^-?\d{1,6}(?:\.\d+)?$/.test(value.trim());
  return isNumber ? !/PASS|PWD|SECRET/i.test(name) : !/PASS|PWD/i.test(name) && ELSEWHERE.test(value.trim());
}
