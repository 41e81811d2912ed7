import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { ConfigError } from "../../config/errors.ts";
import { checkStackFile } from "../../config/stack-file.ts";
import { checkStackFiles } from "../../config/stack-files.ts";
import { ROOT, SECRETS, type Sections, staging } from "./baseline.ts";

const encrypted = Object.fromEntries(Object.keys(SECRETS).map((name) => [name, { secure: "v1:abc" }]));

function textOf(sections: Sections, more: Record<string, unknown> = {}): string {
  const config = Object.fromEntries(Object.entries(sections).map(([key, value]) => [`cutover:${key}`, value]));
  return stringify({ encryptionsalt: "v1:x", config: { ...config, ...more } });
}

describe("checkStackFile", () => {
  it("counts encrypted secrets as present, without their values", () => {
    expect(checkStackFile(textOf(staging({ secrets: encrypted })), "staging")).toEqual({
      faults: [],
      missingSecrets: [],
    });
  });

  it("cannot know the names of secrets that are encrypted as a whole", () => {
    const text = textOf(staging({ secrets: { secure: "v1:abc" } }));

    expect(checkStackFile(text, "staging")).toEqual({ faults: [], missingSecrets: [] });
  });

  it("tells secrets that are not set apart from the faults", () => {
    const { faults, missingSecrets } = checkStackFile(textOf(staging({ secrets: undefined })), "staging");

    expect(faults).toEqual([]);
    expect(missingSecrets).toHaveLength(Object.keys(SECRETS).length);
  });

  it("refuses a secret in clear, without showing it", () => {
    const text = textOf(staging({ secrets: { ...encrypted, JWT_SECRET: "hunter2hunter2" } }));
    const { faults } = checkStackFile(text, "staging");

    expect(faults).toEqual([
      {
        code: "CONFIG_NOT_ENCRYPTED",
        path: "secrets.JWT_SECRET",
        what: "secrets.JWT_SECRET is stored in clear text; expected an encrypted value, and a new one if the file was shared.",
        where: "Pulumi.staging.yaml → cutover:secrets.JWT_SECRET",
        fix: "pulumi config set --secret --path cutover:secrets.JWT_SECRET --stack staging",
      },
    ]);
  });

  it("moves an encrypted variable to where encrypted values belong", () => {
    const text = textOf(staging({ secrets: encrypted, "env.backend.API_KEY": { secure: "v1:abc" } }));

    expect(checkStackFile(text, "staging").faults.map(({ code, path, fix }) => ({ code, path, fix }))).toEqual([
      {
        code: "CONFIG_MISPLACED_SECRET",
        path: "env.backend.API_KEY",
        fix: [
          "pulumi config set --secret --path cutover:secrets.API_KEY --stack staging",
          "pulumi config rm --path cutover:env.backend.API_KEY --stack staging",
          "pulumi config set --path cutover:env.backend.API_KEY.secret API_KEY --plaintext --stack staging",
        ].join(" && "),
      },
    ]);
  });

  it("tells an encrypted value once, and not also as a wrong one", () => {
    const text = textOf(staging({ secrets: encrypted, "services.api.plan": { secure: "v1:abc" } }));

    expect(checkStackFile(text, "staging").faults.map(({ code, path }) => `${code} ${path}`)).toEqual([
      "CONFIG_MISPLACED_SECRET services.api.plan",
    ]);
  });

  it("tells a key without namespace", () => {
    const { faults } = checkStackFile(textOf(staging({ secrets: encrypted }), { origins: ["*"] }), "staging");

    expect(faults.map(({ what, fix }) => [what, fix])).toEqual([
      [
        "origins has no namespace; expected cutover:origins.",
        "edit Pulumi.staging.yaml: rename origins to cutover:origins",
      ],
    ]);
  });

  it("tells where a file is not YAML, without quoting it", () => {
    const { faults } = checkStackFile("config:\n  cutover:app: { name: hunter2hunter2\n  b: ]", "staging");

    expect(faults.length).toBeGreaterThan(0);
    expect(faults[0]?.what).toMatch(
      /^Pulumi\.staging\.yaml is not YAML at line \d+, column \d+ \([A-Z_]+\); expected YAML\.$/,
    );
    expect(JSON.stringify(faults)).not.toContain("hunter2hunter2");
  });

  it("reads anchors and merged maps as Pulumi does", () => {
    const whole = textOf(staging({ secrets: undefined }));
    const merged = whole
      .replace(/^( +)cutover:render:$/m, "$1cutover:render: &owner")
      .concat("  other:copy:\n    <<: *owner\n");

    expect(merged).toContain("&owner");
    expect(checkStackFile(merged, "staging").faults).toEqual([]);
  });

  it("merges the keys themselves", () => {
    const text = "config:\n  cutover:vercel: &team\n    team: team_a\n  cutover:render:\n    <<: *team\n";

    expect(checkStackFile(text, "staging").faults.map(({ path }) => path)).toContain("render.team");
  });

  it("refuses an alias without its anchor, and tells only the first of several errors", () => {
    const told = (text: string) => checkStackFile(text, "staging").faults.map(({ what }) => what);

    expect(told("config:\n  cutover:app: *nothing\n")).toEqual([
      "Pulumi.staging.yaml has an alias that nothing stands for; expected each *alias after its &anchor.",
    ]);
    expect(told("config:\n\tcutover:app: 1\n\tb: 2\n")).toHaveLength(1);
  });

  it.each([
    ["an empty file", ""],
    ["a file without config", "encryptionsalt: v1:x\n"],
    ["an empty config", "config:\n"],
  ])("tells every missing section of %s", (_what, text) => {
    expect(checkStackFile(text, "new").faults.map(({ code }) => code)).toEqual(Array(3).fill("CONFIG_MISSING"));
  });

  it.each(["- a\n", "text", "config: [a]\n", "config: 5\n"])("refuses a file that is no map: %j", (text) => {
    expect(checkStackFile(text, "new").faults.map(({ code }) => code)).toEqual(["CONFIG_UNREADABLE"]);
  });
});

describe("checkStackFiles", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "cutover-config-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each(["prod", "staging"])("finds no fault in the committed stack %s", (stack) => {
    expect(checkStackFiles(ROOT, { stack }).map(({ valid, faults }) => ({ valid, faults }))).toEqual([
      { valid: true, faults: [] },
    ]);
  });

  it("takes a secret that is not set as a fault when strict", () => {
    writeFileSync(path.join(folder, "Pulumi.staging.yaml"), textOf(staging({ secrets: undefined })));

    const [relaxed] = checkStackFiles(folder);
    const [strict] = checkStackFiles(folder, { strict: true });

    expect([relaxed?.valid, relaxed?.faults.length, relaxed?.warnings.length]).toEqual([true, 0, 6]);
    expect([strict?.valid, strict?.faults.length, strict?.warnings.length]).toEqual([false, 6, 0]);
  });

  it("does not take the project's file for a stack", () => {
    writeFileSync(path.join(folder, "Pulumi.yaml"), "name: cutover\n");

    expect(() => checkStackFiles(folder)).toThrow(ConfigError);
  });

  it("names the stack that was probably meant", () => {
    for (const stack of ["prod", "staging"])
      copyFileSync(`${ROOT}Pulumi.${stack}.yaml`, path.join(folder, `Pulumi.${stack}.yaml`));

    expect(() => checkStackFiles(folder, { stack: "prdo" })).toThrow(
      [
        "CONFIG_UNREADABLE: Pulumi.prdo.yaml does not exist in this folder; expected one of Pulumi.prod.yaml, Pulumi.staging.yaml.",
        "  at Pulumi.prdo.yaml",
        "  fix: npx cutover config check --stack prod",
      ].join("\n"),
    );
  });
});
