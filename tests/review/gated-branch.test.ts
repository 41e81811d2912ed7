import { describe, expect, it } from "vitest";
import { factsOf } from "../../policies/facts.ts";
import { ungatedBranch } from "../../review/gated-branch.ts";

const app = (branch: string, environment = "production") => ({ app: { branch, environment } });
const found = (sections: Record<string, unknown>, before: object | undefined, into: string | undefined = "main") =>
  ungatedBranch(
    factsOf("prod", (key) => sections[key]),
    before as Record<string, unknown> | undefined,
    into,
  );

describe("a stack that is built from another branch than the one that is judged", () => {
  it("is refused where it is production, with the command that repairs it", () => {
    expect(found(app("mine"), app("main"))).toEqual({
      rule: "require-gated-branch",
      severity: "critical",
      level: "mandatory",
      message:
        'prod: cutover:app.branch is "mine"; expected "main", the branch that is judged: what is built from another one passes no gate',
      fix: "pulumi config set --path cutover:app.branch main --stack prod",
      at: "cutover:app.branch",
    });
  });

  it.each<[string, object | undefined]>([
    ["was so before", app("mine")],
    ["is new", undefined],
  ])("is refused in production also where it %s", (_, before) => {
    expect(found(app("mine"), before)?.rule).toBe("require-gated-branch");
  });

  it("is refused elsewhere where the change takes it there", () => {
    expect(found(app("mine", "staging"), app("main", "staging"))?.rule).toBe("require-gated-branch");
    expect(found(app("staging", "staging"), app("staging", "staging"))).toBeUndefined();
  });

  it.each<[string, Record<string, unknown>, string | undefined]>([
    ["the branch is the one that is judged", app("main"), "main"],
    ["nobody knows where the pull request goes", app("mine"), undefined],
    ["the stack is the repository's", { repository: { branch: "mine" } }, "main"],
  ])("is not told where %s", (_, sections, into) => {
    expect(
      ungatedBranch(
        factsOf("prod", (key) => sections[key]),
        undefined,
        into,
      ),
    ).toBeUndefined();
  });
});
