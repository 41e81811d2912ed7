import { removeKey } from "../config-command.ts";
import { removeVariable, setVariable } from "../env/set-variable.ts";
import { onStack, type StackFacts } from "../facts.ts";
import { rule } from "../rule.ts";
import { type ClearText, clearTexts } from "../subjects/clear-texts.ts";
import type { WrittenText } from "../subjects/written-texts.ts";
import { clearTextReason, isNothing, isSetting } from "./clear-text.ts";
import { looksRandom } from "./random-text.ts";
import { isHarmless, namesSecret } from "./secret-names.ts";
import { isMadePublic, tokenIn } from "./token-formats.ts";

/** What stands in a file is in Git's history, and in every copy of the repository, for good (S1.9). */
export const disallowClearTextSecrets = rule({
  name: "disallow-clear-text-secrets",
  description: "No secret stands in clear in the stack's configuration, or in a resource beside it.",
  reason:
    "A secret in a file is read by everybody who can read the repository, by every tool that indexes it, and stays in Git's history after it was taken out. Leaked keys are found by machines within minutes and used at the owner's cost.",
  pages: [
    "https://www.pulumi.com/docs/iac/concepts/secrets/",
    "https://cwe.mitre.org/data/definitions/798.html",
    "https://docs.github.com/en/code-security/secret-scanning/introduction/about-secret-scanning",
  ],
  requirements: ["S1.9", "S1.10"],
  severity: "critical",
  neverExempt: true,
  whenUnknown: "notice",
  subjects: clearTexts,

  judge(found, stack, violation) {
    const reason = reasonOf(found);
    if (reason === undefined) return;
    const { name, place, at } = found;
    violation(
      `${name}: is written in clear text into ${place}: ${reason}; expected it only under cutover:secrets`,
      `${fixOf(found, stack)} (with a new value from its vendor: Git's history keeps this one)`,
      at,
    );
  },
});

/** Why a text may not stand where it does; nothing of it is said. */
function reasonOf({ name, text, variable, written, file }: ClearText): string | undefined {
  if (variable) return clearTextReason(name, text, variable.expected);
  if (written) return reasonOfWritten(written);
  if (file) return reasonOfFile(text);
  const token = tokenIn(text);
  return token && `it is ${token}`;
}

const SCHEME = /^(?:Bearer|Basic|Token|ApiKey)\s+/i;
/** What a check sends to be refused. */
const REFUSED = /^(?:invalid|wrong|bad|bogus|expired|unknown|test|smoke|none)[-_a-z]*$/i;

function reasonOfWritten({ name, text, sent, named }: WrittenText): string | undefined {
  const token = tokenIn(text);
  if (token !== undefined) return `it holds ${token}`;
  const bare = text.replace(SCHEME, "").trim();
  if (!named || isNothing(bare) || isMadePublic(bare) || (sent && REFUSED.test(bare))) return undefined;
  if (namesSecret(name) && !isSetting(name, bare)) return "it has the name of a secret";
  return sent && !isHarmless(name) && looksRandom(name, bare) ? "it looks like a random key" : undefined;
}

/** A file of credentials: a key as a whole, or a line such as `NAME=value`. */
function reasonOfFile(text: string): string | undefined {
  const token = tokenIn(text);
  if (token !== undefined) return `it holds ${token}`;
  const lines = text
    .split("\n")
    .map((line) => /^\s*(?:export\s+)?["']?([A-Za-z_]\w*)["']?\s*[=:]\s*["']?(.*?)["']?,?\s*$/.exec(line));
  const [, name] = lines.find((line) => line && clearTextReason(line[1] ?? "", line[2] ?? "") !== undefined) ?? [];
  return name === undefined ? undefined : `its line ${name} is a secret`;
}

function fixOf({ name, variable, written, file, at }: ClearText, stack: StackFacts): string {
  if (variable) return setVariable(stack, variable.side, name, "secret");
  if (file) return "take the file's content from cutover:secrets";
  if (!written || at === undefined)
    return `${removeVariable(stack, at?.split(".")[1] ?? "backend", name)}, then set the secret and name it`;
  const on = onStack(stack);
  const remove = removeKey(stack, at);
  if (!written.sent || !at.startsWith("cutover:smokeChecks")) return remove;
  const secret = `SMOKE_${written.name.replace(/[^A-Za-z0-9]+/g, "_").toUpperCase()}`;
  return [
    `pulumi config set --secret --path cutover:secrets.${secret}${on}`,
    remove,
    `pulumi config set --path '${at}.secret' ${secret} --plaintext${on}`,
  ].join(" && ");
}
