import { scriptIn, shellCommands } from "../shell-commands.ts";
import { isNothing, isSetting, isSignIn } from "./clear-text.ts";
import { namesSecret } from "./secret-names.ts";
import { tokenIn } from "./token-formats.ts";

const MAY_HOLD =
  /pass|pwd|pw\b|secret|token|key|cred|auth|jwt|salt|pepper|cookie|bearer|bypass|dsn|pat\b|connection|http-basic|(?:^|[\s'"])-[apuU]|--(?:proxy-)?user/i;

/** What of a command is a secret, without its value; undefined where nothing is. A reference such as `$NAME` is none. */
export function secretInCommand(line: string): string | undefined {
  const token = tokenIn(line);
  if (token !== undefined) return `holds ${token}`;
  // Taking a line apart costs more than all else, and most lines name nothing that could be a secret.
  if (!MAY_HOLD.test(line)) return undefined;
  for (const { words } of shellCommands(line)) {
    const found = secretInWords(words);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The same of a program and its arguments, which no shell reads. */
export const secretInArguments = (words: readonly string[]): string | undefined =>
  secretInCommand(words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" "));

function secretInWords(words: readonly string[]): string | undefined {
  const program = words.find((word) => !/^\w+=/.test(word)) ?? "";
  const script = scriptIn(words);
  for (const [index, word] of words.entries()) {
    // What a shell is given as one word comes as commands of its own.
    if (word === script) continue;
    const found =
      assigned(word) ??
      optionWith(word, words[index + 1]) ??
      header(word) ??
      quotedMember(word) ??
      setting(words, index) ??
      ofProgram(program, word, words[index + 1]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What a build is given where it wants some value and uses none. */
const STAND_IN =
  /^(?:build|test|ci|tmp|temp|secret|collectstatic|changeit|compile|local|x+|\w)(?:[-_]?(?:only|time|key|secret))*$/i;

const isSecret = (name: string, written: string): boolean => {
  const value = written.replace(/^(?:Bearer|Basic|Token|ApiKey)(?:\s+|$)/i, "");
  if (isSignIn(name, value)) return true;
  return namesSecret(name) && !isNothing(value) && !STAND_IN.test(value) && !isSetting(name, value);
};

/** `NAME=value`, `--password=value`, `//registry/:_authToken=value` */
function assigned(word: string): string | undefined {
  const [, left = "", value = ""] = /^([\w./:@-]+)=(.+)$/s.exec(word) ?? [];
  const name = left.replace(/^-+/, "").replace(/^.*[/:]/, "");
  return isSecret(name, value) ? `gives ${left} a value` : undefined;
}

/** `--password value`, and npm's `//registry/:_authToken value` */
function optionWith(word: string, next: string | undefined): string | undefined {
  const [, name] = /^(?:--?|\/\/\S+:_)([A-Za-z][\w.-]+)$/.exec(word) ?? [];
  if (name === undefined || next === undefined || next.startsWith("-") || /^no-/.test(name)) return undefined;
  // docker build takes a secret's id and where it lies.
  if (/^(?:id|src|env|type)=/.test(next)) return undefined;
  return isSecret(name, next) ? `gives ${word} a value` : undefined;
}

/** `aws configure set aws_secret_access_key value`, `poetry config http-basic.acme user value` */
function setting(words: readonly string[], index: number): string | undefined {
  const [before, word = "", value = "", password = ""] = [words[index - 1], ...words.slice(index)];
  const isPoetry = before === "config" && /^(?:http-basic|pypi-token)\.[\w-]+$/.exec(word);
  const given = /^http-basic/.test(word) ? password : value;
  const isSet = before === "set" && isSecret(word.replace(/^.*[.:/]/, ""), value);
  return isSet || (isPoetry && given !== "" && !isNothing(given)) ? `gives ${word} a value` : undefined;
}

/** `Authorization: Bearer value` */
function header(word: string): string | undefined {
  const [, name = "", value = ""] = /^([\w-]+):\s*(?:(?:Bearer|Basic|Token|ApiKey)\s+)?(\S.*)$/i.exec(word) ?? [];
  return isSecret(name, value) ? `sends the header ${name} with a value` : undefined;
}

/** `{"password": "value"}`, `connect(password='value')`, `host=db password=value` */
function quotedMember(word: string): string | undefined {
  if (!/[\s{(]/.test(word)) return undefined;
  for (const form of [QUOTED, UNQUOTED])
    for (const [, name = "", value = ""] of word.matchAll(form))
      if (isSecret(name, value)) return `gives ${name} a value`;
  return undefined;
}

const QUOTED = /["']?([A-Za-z_][\w-]*)["']?\s*[:=]\s*["']([^"']+)["']/g;
const UNQUOTED = /(?<![^\s;&])([A-Za-z_][\w-]*)=([^\s'"();&]+)/g;

/** Short options that mean a password to one program, and something else to the next. */
function ofProgram(program: string, word: string, next = ""): string | undefined {
  const isValue = (value: string) => value !== "" && !value.startsWith("-") && !isNothing(value);
  const name = program.replace(/^.*\//, "");
  if (/^(?:mysql\w*|mariadb[\w-]*)$/.test(name) && /^-p./.test(word) && isValue(word.slice(2)))
    return "gives -p a password";
  if (name === "redis-cli" && word === "-a" && isValue(next)) return "gives -a a password";
  if (name === "sshpass" && word === "-p" && isValue(next)) return "gives -p a password";
  if (name === "docker" && word === "-p" && isValue(next) && /\S{8,}/.test(next) && !/:/.test(next))
    return "gives -p a password";
  if (/^(?:curl|wget|http)$/.test(name) && /^(?:-u|--user|--proxy-user|-U)$/.test(word)) {
    const [, password = ""] = /^[^:]*:(.+)$/.exec(next) ?? [];
    if (isValue(password)) return `gives ${word} a password`;
  }
  return undefined;
}
