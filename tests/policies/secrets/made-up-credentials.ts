/** Text in the form of credentials, of nobody and nothing: written in pieces, so that no scanner takes this file for a leak. */
const pieces = (...parts: readonly string[]) => parts.join("");
const chars = "q8TzL2mVx5NrWb1YcJd7PfHsGaUeR4tViOx6ZqMkWlDnPo3SvXy6ZbCeFgHj";

export const RANDOM = chars.slice(0, 40);
export const HEX = "8f14e45fceea167a5a36dedd4bea2543c9f0f895fb98ab9159f51fd0297e236d";

/** A JSON Web Token of Supabase's with this role. */
export const tokenOf = (role: string) =>
  ["eyJhbGciOiJIUzI1NiJ9", Buffer.from(JSON.stringify({ role })).toString("base64url"), "signature"].join(".");

/** One of each kind, with the words that a message has for it. */
export const credentials: readonly (readonly [what: string, text: string])[] = [
  ["a private key", pieces("-----BEGIN RSA ", "PRIVATE KEY-----\nMIIE")],
  ["a key of Anthropic", pieces("sk-", "ant-api03-", RANDOM)],
  ["a key of OpenAI", pieces("sk-", "proj-", RANDOM)],
  ["a key of OpenAI", pieces("sk-", RANDOM)],
  ["a key of a model provider", pieces("gs", "k_", RANDOM)],
  ["a key of Pinecone", pieces("pc", "sk_", RANDOM)],
  ["a secret key of Stripe or Clerk", pieces("rk", "_live_", RANDOM)],
  ["a webhook's signing secret", pieces("wh", "sec_", RANDOM)],
  ["a secret key of Supabase", pieces("sb", "_secret_", RANDOM)],
  ["a key with the role service_role", tokenOf("service_role")],
  ["a signed token (JWT)", tokenOf("authenticated")],
  ["a key of Render", pieces("rn", "d_", chars.slice(0, 32))],
  ["a token of Vercel", pieces("vc", "p_", chars.slice(0, 24))],
  ["a token of GitHub", pieces("gh", "p_", chars.slice(0, 36))],
  ["a token of GitHub", pieces("github", "_pat_", RANDOM)],
  ["a token of GitLab", pieces("gl", "pat-", RANDOM)],
  ["a token of Slack", pieces("xo", "xb-", "914275836014-", RANDOM)],
  ["an address that posts into Slack", pieces("https://hooks.slack", ".com/services/", "T0Q7/B0WV/k8Tz")],
  ["an address that posts into Discord", pieces("https://discord", ".com/api/webhooks/", "123/", RANDOM)],
  ["a key of AWS", pieces("AK", "IA", "Q7ZK4MXT2WVB6NRD")],
  ["a key of Azure", pieces("Endpoint=sb://x;Account", "Key=", RANDOM)],
  ["a key of Google", pieces("AI", "za", chars.slice(0, 35))],
  ["a key of SendGrid", pieces("S", "G.", chars.slice(0, 22), ".", RANDOM)],
  ["a key of Twilio", pieces("S", "K", HEX.slice(0, 32))],
  ["a token of a package registry", pieces("np", "m_", chars.slice(0, 36))],
  ["a token of Pulumi", pieces("pu", "l-", HEX.slice(0, 40))],
  ["an address with a password", pieces("postgresql+asyncpg://app", ":word@", "db.example/app")],
  ["an address with a password", pieces("host=db.example user=app pass", "word=hunter2 dbname=app")],
  ["an address with a password", pieces("pass", "word='two words' host=db.example")],
  ["an address with a password", pieces("redis://", ":word@", "red-1:6379")],
  ["an address with a password", pieces("https://$USER:$TOKEN@a.example https://ci", ":word@", "b.example")],
  ["an address with a credential in its query", "https://a.example/hook?x=1&access_token=abcdef12"],
];
