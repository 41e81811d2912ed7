import { byName } from "../by-name.ts";

/** Prefixes by which the frameworks' builds know what may stand in the page. */
const PUBLIC_PREFIX = /^(?:NEXT_PUBLIC|VITE|REACT_APP|PUBLIC|GATSBY|NUXT_PUBLIC|EXPO_PUBLIC|VUE_APP|NG_APP|STORYBOOK)_/;

/** What is public at the vendors too, whatever else its name says. */
const HARMLESS =
  /(?:^|_)(?:ANON|PUBLISHABLE|PUBLIC|SITE|CLIENT_(?:ID|KEY|TOKEN)|CLIENT_?SIDE|APP_ID|VAPID|RECAPTCHA|HCAPTCHA|TURNSTILE|POSTHOG|MIXPANEL|AMPLITUDE|SEGMENT|HEAP|PLAUSIBLE|SENTRY|BUGSNAG|LOGROCKET|ROLLBAR_CLIENT|FIREBASE|MAPS?|MAPBOX|MAPTILER|GOOGLE_MAPS|ALGOLIA_SEARCH|SEARCH_ONLY|TYPESENSE_SEARCH|PUSHER|TINYMCE|WEB3FORMS|STREAM|EMAILJS|FORMSPREE|WALLETCONNECT|UNSPLASH|ABLY_CLIENT|INTERCOM|CRISP|LAUNCHDARKLY_CLIENT|STATSIG_CLIENT|GROWTHBOOK|WRITE)(?:_|$)/;
const NEVER_HARMLESS = /SECRET|PRIVATE|SERVICE|ADMIN|PASSWORD|PERSONAL|AUTH_TOKEN/;

/** Words at the end of a name that make its value a secret; what may stand behind them says only which one it is. */
const SECRET =
  /(?:^|_)PAT$|^COOKIES?$|(?:^|_)(?:SECRETS?|PASSWORDS?|PASSWD|PASSCODE|PASSPHRASE|PASS|PWD|PW|CREDENTIALS?|CREDS|TOKENS?|APIKEYS?|KEYS?|SALT|PEPPER|CONNECTION_STRING|JWT|DSN|BEARER|AUTHORIZATION|PROTECTION_BYPASS|REQUIREPASS|MASTERAUTH|REDIS_AUTH|AUTHTOKEN|ACCESSTOKEN|[A-Z]+(?:PASSWORD|PASSWD|SECRET|APIKEY|ACCESSKEY|AUTHTOKEN|ACCESSTOKEN))(?:_(?:\d+|V\d+|OLD|NEW|CURRENT|PREVIOUS|NEXT|PRIMARY|SECONDARY|PROD|PRODUCTION|STAGING|DEV|LIVE|TEST|BASE64|B64|BASE|HEX|JSON|PEM|VALUE|STRING))*$/;

/** Keys and tokens that name, sort or mark something. */
const NO_SECRET =
  /(?:^|_)(?:PRIMARY|FOREIGN|PARTITION|SORT|CACHE|ROUTING|IDEMPOTENCY|QUEUE|REDIS|OBJECT|S3|LOOKUP|GROUP|STORAGE|FEATURE|EXPERIMENT|NAMESPACE|FLAG|PROJECT|TRANSLATION|HOT|SHORTCUT|INDEX|DEDUPE|DEDUPLICATION|RATE_LIMIT|LOCK|TOPIC|EVENT|METRIC|LABEL|TAG)_KEYS?$|^(?:KEYS?|TOKENS)$|(?:^|_)(?:EOS|BOS|PAD|UNK|SEP|CLS|MASK|STOP|END|START|MAX|MIN|NUM|TOTAL|INPUT|OUTPUT|PROMPT|COMPLETION|CONTEXT|CHUNK|BUDGET|SPECIAL)_TOKENS?$|^(?:IS|HAS|USE|ENABLE|REQUIRE|SKIP|ALLOW|VERIFY|CHECK|ROTATE|SHOW|HIDE)_/;

const WORDS = /[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+/g;

/** `apiKey`, `X-Api-Key` and `api.key` as `API_KEY`. */
const asName = (written: string): string =>
  /^[A-Z0-9_]+$/.test(written) ? written : (written.match(WORDS) ?? []).join("_").toUpperCase();

/** Whether a variable, a header or a member with this name holds a secret, if it holds anything. */
export const namesSecret = byName((written) => {
  const bare = asName(written).replace(PUBLIC_PREFIX, "");
  return SECRET.test(bare) && !NO_SECRET.test(bare) && !isHarmless(bare);
});

/** Whether what has this name is made for everybody, though it is called a key or a token. */
export const isHarmless = byName((written) => {
  const bare = asName(written).replace(PUBLIC_PREFIX, "");
  return HARMLESS.test(bare) && !NEVER_HARMLESS.test(bare);
});

/** Whether a build puts what has this name into the page. */
export const isPublic = byName((name) => PUBLIC_PREFIX.test(name.toUpperCase()));

/** Where a server keeps its data, which is as good as a password where it can be reached. */
const SERVER_ADDRESS =
  /(?:^|_)(?:DATABASE|POSTGRES(?:QL)?|PG|MYSQL|MONGO(?:DB)?|REDIS|VALKEY|DB|DIRECT|POOLER?|BROKER|AMQP|RABBITMQ|QUEUE)_?(?:URL|URI|DSN|CONNECTION)$/;

export const namesServerAddress = byName((written) => SERVER_ADDRESS.test(asName(written)));
