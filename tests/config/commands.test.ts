import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { type Path, propertyPath } from "../../config/faults/property-path.ts";
import { removeCommand, secretCommand, setCommand, shellWord } from "../../config/faults/pulumi-command.ts";
import fc from "../support/property.ts";

describe("shellWord", () => {
  it("is read by a shell as exactly the word it was made of", () => {
    const words = fc.array(fc.string({ maxLength: 12, unit: fc.constantFrom(..."a'\"\\ $`!*?[]{}()<>|&;#~=\n\t%") }), {
      minLength: 300,
      maxLength: 300,
    });
    fc.assert(
      fc.property(words, (all) => {
        const script = `printf '%s\\0' ${all.map(shellWord).join(" ")}`;
        expect(execFileSync("/bin/sh", ["-c", script], { encoding: "utf8" }).split("\0").slice(0, -1)).toEqual(all);
      }),
      { numRuns: 3 },
    );
  });

  it.each(["services.api.plan", "https://app.example/a-b", "20.x", "a@b", "PT24H"])("leaves %s as it is", (word) => {
    expect(shellWord(word)).toBe(word);
  });
});

describe("propertyPath", () => {
  it.each<[Path, string]>([
    [["services", "api", "plan"], "services.api.plan"],
    [["smokeChecks", 0, "expect", "status"], "smokeChecks[0].expect.status"],
    [["env", "backend", "a.b"], 'env.backend["a.b"]'],
    [["odd key"], '["odd key"]'],
    [["env", "backend", 'say "hi"'], 'env.backend["say \\"hi\\""]'],
    [["env", "backend", ""], 'env.backend[""]'],
    [
      ["smokeChecks", 0, "request", "headers", "access-control-request-method"],
      "smokeChecks[0].request.headers.access-control-request-method",
    ],
  ])("writes %j as %s", (path, written) => {
    expect(propertyPath(path)).toBe(written);
  });
});

describe("commands", () => {
  it.each([
    [
      "a text",
      setCommand(["app", "branch"], "main", "prod"),
      "pulumi config set --path cutover:app.branch main --stack prod",
    ],
    [
      "a text of digits",
      setCommand(["app", "branch"], "5", "prod"),
      "pulumi config set --path cutover:app.branch 5 --type string --stack prod",
    ],
    [
      "a text that reads true",
      setCommand(["app", "branch"], "true", "prod"),
      "pulumi config set --path cutover:app.branch true --type string --stack prod",
    ],
    [
      "a boolean",
      setCommand(["env", "backend", "A"], true, "prod"),
      "pulumi config set --path cutover:env.backend.A true --stack prod",
    ],
    [
      "an integer",
      setCommand(["rollout", "percent"], 10, "prod"),
      "pulumi config set --path cutover:rollout.percent 10 --stack prod",
    ],
    [
      "a fraction",
      setCommand(["env", "backend", "A"], 1.5, "prod"),
      "pulumi config set --path cutover:env.backend.A 1.5 --type float --stack prod",
    ],
    [
      "a value that starts with -",
      setCommand(["env", "backend", "A"], "-x", "prod"),
      "pulumi config set --path cutover:env.backend.A --stack prod -- -x",
    ],
    [
      "a value with a blank and a quote",
      setCommand(["env", "backend", "A"], "it's on", "prod"),
      "pulumi config set --path cutover:env.backend.A 'it'\\''s on' --stack prod",
    ],
    [
      "an empty text",
      setCommand(["env", "backend", "A"], "", "prod"),
      "pulumi config set --path cutover:env.backend.A '' --stack prod",
    ],
    [
      "a secret's name, which Pulumi would take for a secret",
      setCommand(["env", "backend", "A", "secret"], "OPENAI_API_KEY", "prod"),
      "pulumi config set --path cutover:env.backend.A.secret OPENAI_API_KEY --plaintext --stack prod",
    ],
    [
      "a list position",
      removeCommand(["origins", 0], "prod"),
      "pulumi config rm --path 'cutover:origins[0]' --stack prod",
    ],
    [
      "a stack with an odd name",
      removeCommand(["origins"], "my stack"),
      "pulumi config rm --path cutover:origins --stack 'my stack'",
    ],
    [
      "a secret, asked for and not typed into the shell",
      secretCommand("JWT_SECRET", "prod"),
      "pulumi config set --secret --path cutover:secrets.JWT_SECRET --stack prod",
    ],
  ])("write %s", (_what, command, expected) => {
    expect(command).toBe(expected);
  });
});
