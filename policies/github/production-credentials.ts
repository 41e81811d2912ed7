/** Names of credentials with which somebody can change what users get, or read what is theirs. */
const PRODUCTION: readonly RegExp[] = [
  /(^|_)(PROD|PRODUCTION|LIVE)(_|$)/,
  /^(VERCEL|RENDER|PULUMI|SUPABASE|PINECONE|CLOUDFLARE|FLY|HEROKU|NETLIFY)_\w*(KEY|TOKEN|PASSPHRASE|SECRET|PASSWORD)$/,
  /^CUTOVER_\w*DATABASE_URL$/,
  /(^|_)(DATABASE|POSTGRES|PG|MYSQL|MONGO(DB)?|REDIS|DB)_?(URL|URI|PASSWORD|PASS|DSN)$/,
  /^(AWS|AZURE|GCP|GOOGLE|DIGITALOCEAN)_\w*(KEY|SECRET|TOKEN|CREDENTIALS?)\w*$/,
  /^(JWT|SESSION|COOKIE|SIGNING|ENCRYPTION)_\w*(SECRET|KEY)$/,
  /(^|_)(KUBECONFIG|DEPLOY_(KEY|TOKEN|HOOK(_URL)?)|SERVICE_ROLE(_KEY)?|SSH_(PRIVATE_)?KEY)$/,
  /^(GH|GITHUB)_?(ADMIN|PAT|APP)\w*$/,
];

/** What says of itself that it opens nothing of production's. */
const ELSEWHERE =
  /(^|_)(STAGING|STAGE|TEST|TESTS|TESTING|E2E|CI|DEV|DEVELOPMENT|PREVIEW|SANDBOX|LOCAL|READ_?ONLY)(_|$)/;

/** Whether a secret of that name is taken for one of production's credentials. */
export const isProductionCredential = (name: string): boolean => {
  const upper = name.toUpperCase();
  return PRODUCTION.some((pattern) => pattern.test(upper)) && !(ELSEWHERE.test(upper) && !/PROD|LIVE/.test(upper));
};
