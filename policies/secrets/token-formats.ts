/** What gives a text away as a credential of a server. */
interface TokenFormat {
  /** Completes "it is …". */
  readonly what: string;
  readonly form: RegExp;
}

/**
 * Forms that vendors give to what must stay secret, each with a part that nothing else begins with. What a vendor means to
 * be public (`pk_live_…`, `sb_publishable_…`, `phc_…`, an anon key) is not among them.
 */
const FORMATS: readonly TokenFormat[] = [
  {
    what: "a private key",
    form: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----|AGE-SECRET-KEY-1|"kty"[^{}]*"[dk]"\s*:\s*"[\w-]{16,}"|"[dk]"\s*:\s*"[\w-]{16,}"[^{}]*"kty"/,
  },
  { what: "a key of Anthropic", form: /sk-ant-[\w-]{3,}/ },
  { what: "a key of OpenAI", form: /sk-(?:proj|svcacct|admin|None)-[\w-]{3,}|sk-[A-Za-z0-9]{20,}/ },
  {
    what: "a key of a model provider",
    form: /(?:sk-or-v1|sk-lf|gsk|pplx|xai|tvly|hf|r8|jina|fw|lsv2_[ps][tk])[-_][A-Za-z0-9-]{16,}/,
  },
  { what: "a key of Pinecone", form: /pcsk_\w{3,}/ },
  { what: "a secret key of Stripe or Clerk", form: /[sr]k_(?:live|test)_\w{3,}/ },
  { what: "a webhook's signing secret", form: /whsec_[\w+/=]{8,}/ },
  { what: "a secret key of Supabase", form: /sb_secret_\w{3,}|sbp_[0-9a-f]{20,}/ },
  { what: "a key of Render", form: /rnd_[A-Za-z0-9]{16,}/ },
  { what: "a token of Vercel", form: /vc[apikr]_[A-Za-z0-9]{20,}|vercel_blob_rw_\w{8,}/ },
  { what: "a token of GitHub", form: /gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{16,}/ },
  { what: "a token of GitLab", form: /gl(?:pat|dt|rt|ptt|cbt)-[\w-]{16,}/ },
  { what: "a token of Slack", form: /xox[abeoprs]-[\w-]{8,}|xapp-\d-[\w-]{8,}/ },
  { what: "an address that posts into Slack", form: /hooks\.slack\.com\/(?:services|workflows|triggers)\/\w+\/\w+/ },
  { what: "an address that posts into Discord", form: /discord(?:app)?\.com\/api\/webhooks\/\d+\/[\w-]+/ },
  {
    what: "an address that deploys",
    form: /api\.render\.com\/deploy\/srv-[\w-]+\?key=[\w-]{6,}|api\.vercel\.com\/v\d\/integrations\/deploy\/\w+\/\w{6,}/,
  },
  { what: "a key of AWS", form: /(?:AKIA|ASIA)[0-9A-Z]{16}(?![0-9A-Za-z])/ },
  { what: "a key of Azure", form: /(?:AccountKey|SharedAccessKey|SharedAccessSignature)=[\w+/=%&]{16,}/ },
  { what: "a key of Google", form: /AIza[\w-]{35}|GOCSPX-[\w-]{16,}|ya29\.[\w-]{20,}/ },
  { what: "a key of SendGrid", form: /SG\.[\w-]{16,}\.[\w-]{16,}/ },
  { what: "a key of Resend", form: /re_[A-Za-z0-9]{6,}_[A-Za-z0-9]{16,}/ },
  { what: "a key of Twilio", form: /SK[0-9a-f]{32}(?![0-9A-Za-z])/ },
  { what: "a key of Mailgun or Mailchimp", form: /key-[0-9a-f]{32}|[0-9a-f]{32}-us\d{1,2}(?!\d)/ },
  { what: "a token of a package registry", form: /npm_[A-Za-z0-9]{30,}|pypi-[\w-]{16,}|dckr_pat_[\w-]{16,}/ },
  { what: "a token of Pulumi", form: /pul-[0-9a-f]{40}/ },
  {
    what: "a token of a secret store",
    form: /dp\.(?:pt|st|ct|sa|scim|audit)\.[\w.-]{16,}|hv[sbr]\.[\w-]{20,}|ops_eyJ[\w-]{20,}/,
  },
  { what: "a token of a database's host", form: /pscale_(?:tkn|oauth|pw)_[\w-]{16,}|napi_[a-z0-9]{16,}/ },
  {
    what: "a token of a cloud",
    form: /do[opr]_v1_[0-9a-f]{32,}|FlyV1 [\w+/=,]{16,}|tskey-[\w-]{16,}|dapi[0-9a-f]{32}|HRKU-[\w-]{16,}/,
  },
  {
    what: "a token of a work tool",
    form: /lin_api_\w{16,}|ntn_\w{16,}|secret_[A-Za-z0-9]{43}|figd_[\w-]{16,}|ATATT3[\w=-]{16,}|pat[A-Za-z0-9]{14}\.[0-9a-f]{64}/,
  },
  { what: "a token of Shopify or Square", form: /shp(?:at|ca|pa|ss)_[0-9a-fA-F]{16,}|sq0csp-[\w-]{16,}/ },
  {
    what: "a token of a monitoring service",
    form: /sntry[su]_[\w+/=]{16,}|phx_[A-Za-z0-9]{16,}|NRAK-[A-Z0-9]{16,}|gl(?:sa|c)_[\w+/=]{20,}/,
  },
  { what: "a token of a Telegram bot", form: /\d{8,10}:AA[\w-]{33}/ },
];

const ANY = new RegExp(`(?<![A-Za-z0-9])(?:${FORMATS.map(({ form }) => form.source).join("|")})`);
/** Most texts have none, and are done with at once. */
const LONG_WORD = /[\w.+/=:@%-]{10,}/;
const PLACEHOLDER = /^[\w.-]*?[-_](?:x{3,}|\.{3}|…|\*{3,}|your[-_].*)$/i;

/** What credential of a server a text holds, by the form that its vendor gives it; undefined where it holds none. */
export function tokenIn(text: string): string | undefined {
  if (!LONG_WORD.test(text)) return undefined;
  const [found] = ANY.exec(text) ?? [];
  if (found !== undefined && !PLACEHOLDER.test(found)) return FORMATS.find(({ form }) => form.test(found))?.what;
  return tokenOfJwt(text) ?? passwordInAddress(text);
}

const MADE_PUBLIC = /^(?:pk_(?:live|test)_|sb_publishable_|phc_|pk\.eyJ|G-|GTM-|UA-|0x4A|pub[0-9a-f]{20})/;

/** Whether a vendor made this for the page: a publishable key, or Supabase's anon key. */
export const isMadePublic = (text: string): boolean =>
  MADE_PUBLIC.test(text) || (JWT.test(text) && tokenOfJwt(text) === undefined);

const JWT = /(?<![\w-])eyJ[\w-]{5,}\.(eyJ[\w-]+)\.[\w-]+/;

/** A JSON Web Token says in itself whose it is: Supabase's `anon` is made for the page. */
function tokenOfJwt(text: string): string | undefined {
  if (!text.includes("eyJ")) return undefined;
  const [, payload] = JWT.exec(text) ?? [];
  if (payload === undefined) return undefined;
  try {
    const { role } = Object(JSON.parse(Buffer.from(payload, "base64url").toString()));
    if (role === "anon") return undefined;
    return role === "service_role" ? "a key with the role service_role" : "a signed token (JWT)";
  } catch {
    return undefined;
  }
}

const USER = /[a-z][a-z0-9+.-]*:\/\/[^\s/?#@:"']*:([^\s/?#"'@]+(?:@[^\s/?#"'@]+)*)@/gi;
const IN_QUERY =
  /[?&;](?:api[-_]?key|apikey|(?:access|auth|refresh)?[-_]?token|secret|client[-_]?secret|password|passwd|pwd|sig|signature|x-amz-signature)=([^&#\s"']{6,})/gi;
/** As libpq takes it: `host=… user=… password=…`, in any order. */
const IN_WORDS = /(?<=^|\s)password\s*=\s*(?:'([^']+)'|([^\s']{3,}))/i;

/** `scheme://user:password@host`, a credential in a query, or one beside a host. What a variable fills in is none. */
function passwordInAddress(text: string): string | undefined {
  if (text.includes("://") && [...text.matchAll(USER)].some(([, password = ""]) => !isReference(password)))
    return "an address with a password";
  const [, quoted, bare] = (/(?<=^|\s)(?:host|hostaddr|dbname)\s*=/i.test(text) && IN_WORDS.exec(text)) || [];
  if (!isReference(quoted ?? bare ?? "$NONE")) return "an address with a password";
  const values = /[?&;]/.test(text) ? [...text.matchAll(IN_QUERY)].map(([, value = ""]) => value) : [];
  return values.some((value) => !isReference(value) && !/^(?:true|false|\d{1,6})$/i.test(value))
    ? "an address with a credential in its query"
    : undefined;
}

/** Whether a text only stands for a value: `$NAME`, `${NAME}`, `{{ name }}`, `<password>`, `***`. */
export const isReference = (text: string): boolean =>
  /^(?:\$(?:\w+|\(.*|\{\w+(?::?[?+].*|:?[-=])?\}?)|%\w+%|\{\{?[^"]*\}\}?|<[^>]*>|\[[^\]]*\]|\*+|x{3,}|\.{3}|…|`.*`)$/i.test(
    text,
  );
