const HEX = /^[0-9a-f]{32,}$/i;
/** 40 are a commit of Git, and a hyphenated 36 are a UUID: names of something, as a rule. */
const COMMIT_LENGTH = 40;

/** Variables whose values are long and random by nature, and say which one is meant. */
const IDENTIFIES =
  /(?:^|_)(?:IDS?|SID|ACCOUNT|ZONE|PROJECT|ORG|ORGANI[SZ]ATION|TENANT|WORKSPACE|TEAM|SHEET|SPREADSHEET|DOC|DOCUMENT|FOLDER|DRIVE|CALENDAR|TEMPLATE|CHANNEL|ASSISTANT|AGENT|VOICE|STORE|POOL|UUID|GUID|SHA|SHA\d+|SHASUM|COMMIT|REVISION|REV|VERSION|BUILD|RELEASE|DIGEST|HASH|CHECKSUM|FINGERPRINT|ETAG|IF_(?:NONE_)?MATCH|TRACE|TRACEPARENT|TRACESTATE|IMAGE|MODEL|HOST|URLS?|URI|ORIGINS?|DOMAIN|ENDPOINT|EMAIL|NAME|REGEX|PATTERN|CSP|INTEGRITY|PUBLIC_KEY|CERT|CERTIFICATE|CA|PATH|FILE|DIR|ARN|DSN|LOCALE|TIMEZONE|PRICE|PLAN|PRODUCT)(?:_\d+)?$/;

/** Prefixes by which vendors tell their ids, and what is public, from their keys. */
const ID =
  /^(?:price|prod|prj|plan|cus|acct|sub|team|org|proj|ws|app|asst|vs|file|tpl|user|usr|ins|iss|pk_live|pk_test|phc|sb_publishable|[dG]|UA|GTM|[ACM][CG])[-_]|^0x|^(?:AC|MG|PN)[0-9a-f]{32}$|^(?:srv|crn|dpg|red|evg|evm|tea|dep)-/;

const LETTERS_AND_DIGITS = 22;
const ONLY_LOWER = 32;

/**
 * Whether a text looks as if a machine had drawn it by lot: long, without a break, and changing between digits, capitals
 * and small letters about as often as chance does. Names that people give (models, hosts, ids) change far less.
 */
export function looksRandom(name: string, text: string): boolean {
  if (
    text.length < LETTERS_AND_DIGITS ||
    text.length > 512 ||
    IDENTIFIES.test(name.toUpperCase().replaceAll("-", "_")) ||
    ID.test(text)
  )
    return false;
  if (HEX.test(text)) return text.length !== COMMIT_LENGTH && changes(text) > 0.25;
  if (!/^[A-Za-z0-9+/_=-]+$/.test(text)) return false;
  const longest = text.split(/[+/_=-]/).reduce((best, part) => (part.length > best.length ? part : best), "");
  const mixed = /[A-Z]/.test(longest) && /[a-z]/.test(longest) && /\d/.test(longest);
  if (mixed && longest.length >= LETTERS_AND_DIGITS) return changes(longest) > 0.4;
  if (/[A-Z]/.test(text) && /[a-z]/.test(text) && /\d/.test(text) && text.length >= ONLY_LOWER)
    return (
      changes(text.replace(/[+/_=-]/g, "")) > 0.45 &&
      !/[-_/](?:[a-z]{4,}|[A-Z]{4,}|[A-Z][a-z]{3,})(?:[-_/]|$)/.test(text)
    );
  return (
    /^[a-z0-9]+$/.test(longest) &&
    longest.length >= ONLY_LOWER &&
    /\d.*\d.*\d.*\d/.test(longest) &&
    changes(longest) > 0.25
  );
}

/** Of all neighbours, the share that are of different classes: about 0.6 in random text, 0.2 in names. */
function changes(text: string): number {
  let count = 0;
  for (let index = 1; index < text.length; index += 1)
    if (classOf(text, index) !== classOf(text, index - 1)) count += 1;
  return count / (text.length - 1);
}

const classOf = (text: string, index: number): number => {
  const code = text.charCodeAt(index);
  return code < 58 ? 0 : code < 91 ? 1 : 2;
};
