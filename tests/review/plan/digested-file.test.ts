import { describe, expect, it } from "vitest";
import { digestedFile } from "../../../review/plan/digested-file.ts";

describe("what of a stack's file is digested", () => {
  it("is each section, other programs' keys, where values come from, and secrets by their ciphertexts", () => {
    const text = [
      "secretsprovider: passphrase",
      "encryptionsalt: v1:salt",
      "environment: [shared]",
      "config:",
      "  cutover:origins: [https://app.example.com]",
      "  cutover:secrets:",
      "    JWT_SECRET: { secure: v1:a }",
      "    smtp: { PASSWORD: { secure: v1:b } }",
      "  render:region: frankfurt",
    ].join("\n");
    expect(digestedFile(text)).toEqual({
      sections: {
        origins: ["https://app.example.com"],
        "render:region": "frankfurt",
        "stack:secretsprovider": "passphrase",
        "stack:environment": ["shared"],
      },
      ciphertexts: { JWT_SECRET: "v1:a", "smtp.PASSWORD": "v1:b" },
      salt: "v1:salt",
    });
  });

  it("takes a map that is one secret by the section's name", () => {
    const text = "encryptedkey: key\nconfig: { 'cutover:secrets': { secure: v1:all } }\n";
    expect(digestedFile(text)).toMatchObject({ ciphertexts: { "cutover:secrets": "v1:all" }, salt: "key" });
  });

  it("is nothing of an empty file", () => {
    expect(digestedFile("")).toEqual({ sections: {}, ciphertexts: {}, salt: "" });
  });
});
