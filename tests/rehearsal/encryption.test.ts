import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { withoutEncryption, withSecretsOf } from "../../rehearsal/encryption.ts";

const plain = `# Values only.
config:
  cutover:app: { name: twin-brains } # as it is
`;
const production = `${plain}  cutover:secrets:
    JWT_SECRET: {secure: v1:abc}
  github:token: {secure: v1:def}
secretsprovider: awskms://alias/made-up
encryptedkey: AQICAHh
environment: [production]
`;
const world = `config:
  cutover:app: {name: another}
  cutover:secrets: {secure: v1:world}
encryptionsalt: v1:salt
`;

describe("a stack's file in a world", () => {
  it("has nothing that only its owner can read", () => {
    expect(withoutEncryption(production)).toBe(plain);
  });

  it("stays as it is written where nothing is encrypted", () => {
    expect(withoutEncryption(plain)).toBe(plain);
  });

  it("has the world's secrets in place of its own", () => {
    expect(parse(withSecretsOf(world, production))).toEqual({
      config: { "cutover:app": { name: "twin-brains" }, "cutover:secrets": { secure: "v1:world" } },
      encryptionsalt: "v1:salt",
    });
  });
});
