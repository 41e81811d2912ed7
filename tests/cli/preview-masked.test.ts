import { describe, expect, it } from "vitest";
import { maskedReview, masker } from "../../cli/preview-masked.ts";
import { reviewOf } from "../review/reviews.ts";

const env = {
  GITHUB_TOKEN: "ghs_made_up",
  PULUMI_CONFIG_PASSPHRASE: "correct horse",
  PULUMI_BACKEND_URL: "postgres://state:p%40ssword@db.example/state",
  PATH: "/usr/bin",
};
const mask = masker(env);

describe("what a pull request is told of an error", () => {
  it.each([
    ["a token", "401 for ghs_made_up", "401 for [redacted]"],
    ["a passphrase", "wrong: correct horse", "wrong: [redacted]"],
    [
      "an address with a password",
      `no answer from ${env.PULUMI_BACKEND_URL}`,
      "no answer from postgres://[redacted]@db.example/state",
    ],
    ["a password as it is and as an address has it", "p@ssword, p%40ssword", "[redacted], [redacted]"],
    ["an address of somebody else's", "https://me:mine@host.example/x", "https://[redacted]@host.example/x"],
    ["nothing else", "not found: /usr/bin/pulumi", "not found: /usr/bin/pulumi"],
  ])("hides %s", (_, text, told) => {
    expect(mask(text)).toBe(told);
  });

  it("holds none in a whole review, whoever said it", () => {
    const text = "ghs_made_up";
    const review = reviewOf({ errors: [text] });
    const told = maskedReview(
      {
        ...review,
        policies: { ...review.policies, errors: [text] },
        plan: { ...review.plan, said: [{ severity: "warning", urn: undefined, text }] },
      },
      mask,
    );
    expect(JSON.stringify(told)).not.toContain(text);
    expect(told.errors).toEqual(["[redacted]"]);
  });
});
