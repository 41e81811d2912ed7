import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { connectionOf } from "../../../checks/gates/sql-connection.ts";

const at = (address: string) => connectionOf(address, "CUTOVER_DATABASE_URL");
const remote = "postgres://cutover_recorder:pass%40word@db.example.com:6543/app";

describe("the address of a database", () => {
  it("gives host, port, role, password and database", () => {
    expect(at(remote).config).toMatchObject({
      host: "db.example.com",
      port: 6543,
      user: "cutover_recorder",
      password: "pass@word",
      database: "app",
    });
  });

  it("has PostgreSQL's usual port and database when it names none", () => {
    expect(at("postgresql://r:p@[::1]").config).toMatchObject({ host: "::1", port: 5432, database: "postgres" });
  });

  it("is shown without its password", () => {
    expect(at(remote).shown).toBe("cutover_recorder@db.example.com:6543/app");
  });

  it.each([
    ["nothing", ""],
    ["another protocol", "https://db.example.com"],
    ["no host", "postgres:///app"],
    ["no password", "postgres://cutover_recorder@db.example.com/app"],
    ["a broken escape", "postgres://r:50%off-secret@db.example.com/app"],
    ["an unknown sslmode", `${remote}?sslmode=maybe`],
    ["a certificate that cannot be read", `${remote}?sslrootcert=/nowhere/ca.pem`],
  ])("is refused with %s, in three lines that do not show it", (_, address) => {
    const refused = () => at(address);
    expect(refused).toThrow(/^DATABASE_URL_INVALID: .+\n {2}at CUTOVER_DATABASE_URL\n {2}fix: .+$/);
    expect(refused).toThrow(
      expect.objectContaining({ message: expect.not.stringMatching(/pass%40|pass@|off-secret/) }),
    );
  });
});

describe("TLS", () => {
  it.each(["127.0.0.1", "127.1.2.3", "localhost", "[::1]"])("is not needed on this machine: %s", (host) => {
    expect(at(`postgres://r:p@${host}/app`).config.ssl).toBe(false);
  });

  it.each(["db.example.com", "10.0.0.1", "localhost.example.com", "127.0.0.1.example.com"])(
    "is used for %s, with the certificate checked",
    (host) => {
      expect(at(`postgres://r:p@${host}/app`).config.ssl).toEqual({ rejectUnauthorized: true });
    },
  );

  it("follows the address's own sslmode", () => {
    const ssl = (mode: string) => at(`${remote}?sslmode=${mode}`).config.ssl;
    expect(ssl("disable")).toBe(false);
    expect(ssl("require")).toEqual({ rejectUnauthorized: false });
    expect(ssl("verify-full")).toEqual({ rejectUnauthorized: true });
    expect(ssl("verify-ca")).toMatchObject({ rejectUnauthorized: true, checkServerIdentity: expect.any(Function) });
    expect(at("postgres://r:p@localhost/app?sslmode=verify-full").config.ssl).toEqual({ rejectUnauthorized: true });
  });

  it("trusts the authority of the address's own certificate", async () => {
    const folder = await mkdtemp(join(tmpdir(), "cutover-authority-"));
    await writeFile(join(folder, "ca.pem"), "made-up certificate");
    const query = `sslrootcert=${encodeURIComponent(join(folder, "ca.pem"))}`;
    expect(at(`${remote}?${query}`).config.ssl).toEqual({ rejectUnauthorized: true, ca: "made-up certificate" });
    expect(at(`${remote}?sslmode=require&${query}`).config.ssl).toMatchObject({ rejectUnauthorized: true });
    await rm(folder, { recursive: true });
  });
});
