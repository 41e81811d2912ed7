import { Command } from "commander";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { check, install, register } from "../../cli/evidence.ts";
import { type EvidenceDatabase, openEvidenceDatabase } from "../release/support/database.ts";

function io(env: NodeJS.ProcessEnv) {
  const said = { out: "", err: "" };
  return {
    env,
    said,
    stdout: {
      write: (text: string) => {
        said.out += text;
      },
    },
    stderr: {
      write: (text: string) => {
        said.err += text;
      },
    },
  };
}

let world: EvidenceDatabase;
beforeAll(async () => {
  world = await openEvidenceDatabase();
});
afterAll(() => world.database.close());

describe("cutover evidence", () => {
  it("installs, checks, and ends with 0 when both roles are as they should be", async () => {
    const one = io(world.database.logins);
    expect(await install(one, false)).toBe(0);
    expect(one.said.out).toMatch(/cutover_recorder\n.+may add to and read[\s\S]*cutover_reader\n/);
    for (const url of Object.values(world.database.logins))
      expect(one.said.out + one.said.err).not.toContain(new URL(url).password);
  });

  it("ends with 1 and the fix when one may do too much, in JSON as well", async () => {
    await world.database.query("grant select on public.imports to cutover_reader");
    const [plain, json] = [io(world.database.logins), io(world.database.logins)];
    expect([await check(plain, false), await check(json, true)]).toEqual([1, 1]);
    const fix = "revoke select on public.imports from public, cutover_reader;";
    expect(plain.said.out).toContain(`fix: ${fix}`);
    expect(JSON.parse(json.said.out)).toContainEqual({
      role: "cutover_reader",
      findings: expect.arrayContaining([{ outcome: "wrong", what: "also reads public.imports", fix }]),
    });
  });

  it("names the variables and shows how to make passwords in its help", () => {
    const program = new Command();
    register(program);
    let help = "";
    const evidence = program.commands[0];
    evidence
      ?.configureOutput({
        writeOut: (text) => {
          help += text;
        },
      })
      .outputHelp();
    for (const text of [
      "CUTOVER_ADMIN_DATABASE_URL",
      "openssl rand -hex 24",
      "npx cutover evidence install",
      "Exit code",
    ])
      expect(help).toContain(text);
  });
});
