import { describe, expect, it } from "vitest";
import { onlySettings } from "../../review/only-settings.ts";
import { digestedFile } from "../../review/plan/digested-file.ts";

const fileWith = (secret: string, percent = 10) =>
  `config:\n  cutover:secrets:\n    TOKEN:\n      secure: ${secret}\n  cutover:rollout:\n    percent: ${percent}\n`;
const change = (files: readonly string[], before: string | undefined = fileWith("v1:one")) => ({
  ...{ files, prefix: "", weakenings: [] },
  before,
});
const file = digestedFile(fileWith("v1:one", 0));

describe("S2.10 a change that may pass whatever policies say", () => {
  it("is one of the settings of a stack", () => {
    expect(onlySettings({ change: change(["Pulumi.prod.yaml", "README.md"]), unseen: [] }, file)).toBe(true);
  });

  it.each([
    ["that changes the program as well", { change: change(["Pulumi.prod.yaml", "components/backend.ts"]), unseen: [] }],
    ["that changes a secret as well", { change: change(["Pulumi.prod.yaml"], fileWith("v1:other")), unseen: [] }],
    ["of which a part was not seen", { change: change(["Pulumi.prod.yaml"]), unseen: ["policies/x.ts"] }],
    ["that is compared with nothing", { change: undefined, unseen: [] }],
  ])("is none %s", (_what, previewed) => {
    expect(onlySettings(previewed, file)).toBe(false);
  });
});
