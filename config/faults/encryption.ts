import { z } from "zod";
import { secretsNamedIn } from "../secret-reference.ts";
import { nearest } from "./expected.ts";
import type { Fault } from "./fault.ts";
import { faultAt, fixByRemoval, type Judged } from "./fix.ts";
import type { Path } from "./property-path.ts";
import { inTurn, secretCommand, setCommand } from "./pulumi-command.ts";
import { valueAt } from "./schema-node.ts";

/** An encrypted value outside `cutover:secrets`: Pulumi then treats its whole section as secret. */
export function misplacedSecret(path: Path, judged: Judged): Fault {
  const { subject, mask } = judged;
  const [section, side, name] = path;
  const isVariable = section === "env" && path.length === 3 && mask.canName(path);
  return faultAt(path, judged, {
    code: "CONFIG_MISPLACED_SECRET",
    what: `${mask.path(path)} holds an encrypted value; expected encrypted values only in cutover:secrets.`,
    fix: isVariable
      ? inTurn(
          secretCommand(String(name), subject.stack),
          fixByRemoval(path, judged),
          setCommand([section, String(side), String(name), "secret"], String(name), subject.stack),
        )
      : path.length === 1
        ? `npx cutover config check --stack ${subject.stack} (names the value)`
        : fixByRemoval(path, judged),
  });
}

/** A secret that anyone who can read the file can read. */
export function notEncrypted(path: Path, judged: Judged): Fault {
  const { subject, mask } = judged;
  const fixable = path.length === 2 && mask.canName(path);
  return faultAt(path, judged, {
    code: "CONFIG_NOT_ENCRYPTED",
    what: `${mask.path(path)} is stored in clear text; expected an encrypted value, and a new one if the file was shared.`,
    fix: fixable ? secretCommand(String(path[1]), subject.stack) : secretCommand("NAME", subject.stack),
  });
}

const Reference = z.looseObject({ secret: z.string() });
const Secrets = z.looseObject({ secrets: z.record(z.string(), z.unknown()).catch({}) });

/** One fault for each secret that env or a smoke check names and the stack does not have, where it is named first. */
export function missingSecrets(judged: Judged): Fault[] {
  const { secrets } = Secrets.parse({ secrets: {}, ...judged.sections });
  const told = new Map<string, Fault>();
  for (const { path, name } of [...variables(judged), ...inSmokeChecks(judged)]) {
    if (name === "" || Object.hasOwn(secrets, name) || told.has(name)) continue;
    told.set(name, missingSecret(path, name, Object.keys(secrets), judged));
  }
  return [...told.values()];
}

interface Named {
  readonly path: Path;
  readonly name: string;
}

/** Only `env.<side>.<variable>` takes a secret: anything deeper is another fault. */
function variables({ sections }: Judged): Named[] {
  return membersOf(sections.env).flatMap(([side, all]) =>
    membersOf(all).flatMap(([variable, source]) => {
      const name = Reference.safeParse(source).data?.secret;
      return name === undefined ? [] : [{ path: ["env", side, variable], name }];
    }),
  );
}

/** Headers and bodies of requests, at any depth. */
function inSmokeChecks({ sections }: Judged): Named[] {
  return membersOf(sections.smokeChecks).flatMap(([index, check]) => {
    const place = ["smokeChecks", Number(index), "request"];
    return ["headers", "json"].flatMap((part) => secretsNamedIn(valueAt(["request", part], check), [...place, part]));
  });
}

const membersOf = (value: unknown): [string, unknown][] =>
  typeof value === "object" && value !== null ? Object.entries(value) : [];

function missingSecret(path: Path, name: string, known: readonly string[], judged: Judged): Fault {
  const { mask, subject } = judged;
  const shown = mask.path([name]);
  const near = mask.hidesKey(name) ? undefined : nearest(known, name);
  const hint = near === undefined ? "" : ` (it has ${mask.path([near])})`;
  return faultAt(path, judged, {
    code: "CONFIG_SECRET_MISSING",
    what: `${mask.path(path)} takes the secret ${shown}; expected it in cutover:secrets of this stack${hint}.`,
    fix: mask.canName([name]) ? secretCommand(name, subject.stack) : fixByRemoval(path, judged),
  });
}
