import { describe, expect, it } from "vitest";
import { disallowOpenBypass } from "../../../policies/github/disallow-open-bypass.ts";
import { type Plain, Unknown } from "../../../policies/unknown.ts";
import { told } from "../stack-facts.ts";
import { changed, guarded, judge, RULESET } from "./guarded.ts";

const findings = async (bypassActors: Plain) =>
  judge(
    disallowOpenBypass,
    changed(await guarded(), RULESET, (given) => ({ ...given, bypassActors })),
  );

describe("passes", () => {
  it.each<[string, Plain]>([
    ["nobody", []],
    ["nobody, left out", null],
    ["a named team in pull requests", [{ actorType: "Team", actorId: 4711, bypassMode: "pull_request" }]],
    ["a named app in pull requests", [{ actorType: "Integration", actorId: 29110, bypassMode: "pull_request" }]],
    ["the mode as Pulumi's description spells it", [{ actorType: "Team", actorId: 4711, bypassMode: "pullRequest" }]],
  ])("%s", async (_title, actors) => {
    expect(await findings(actors)).toEqual([]);
  });
});

describe("refuses", () => {
  it.each<[string, Record<string, Plain>, string]>([
    ["administrators", { actorType: "RepositoryRole", actorId: 5, bypassMode: "always" }, "every administrator"],
    ["maintainers", { actorType: "RepositoryRole", actorId: 2, bypassMode: "always" }, "everybody who may maintain"],
    ["writers", { actorType: "RepositoryRole", actorId: 4, bypassMode: "pull_request" }, "everybody who may write"],
    [
      "a role of the organisation's own",
      { actorType: "RepositoryRole", actorId: 9001, bypassMode: "always" },
      "everybody with a role of the repository",
    ],
    ["owners", { actorType: "OrganizationAdmin", actorId: 1, bypassMode: "always" }, "every owner of the organisation"],
    ["the enterprise's", { actorType: "EnterpriseOwner", bypassMode: "exempt" }, "every owner of the enterprise"],
    ["deploy keys", { actorType: "DeployKey", bypassMode: "always" }, "every deploy key"],
    ["an actor that says nothing of itself", {}, "somebody"],
    ["an actor of a kind that nobody knows", { actorType: "Robot", bypassMode: "pull_request" }, "somebody"],
  ])("%s", async (_title, actor, who) => {
    expect(told(await findings([actor]))).toEqual([
      [
        `merge gate: ${who} may pass by the ruleset; expected nobody, or a named team in pull requests`,
        "take bypassActors[0] out of merge gate, then pulumi up --stack repo",
      ],
    ]);
  });

  it.each<[string, Plain, string]>([
    ["always", "always", "always"],
    ["unasked", "exempt", "exempt"],
    ["always, which is what is meant where nothing is said", null, "always"],
  ])("a named team %s", async (_title, bypassMode, mode) => {
    const fine = { actorType: "Team", actorId: 4711, bypassMode: "pull_request" };
    expect(told(await findings([fine, { actorType: "Team", actorId: 4712, bypassMode }]))).toEqual([
      [
        `merge gate: Team 4712 passes by the ruleset without a pull request ("${mode}"); expected bypassMode pull_request, or no bypass`,
        "take bypassActors[1] out of merge gate, then pulumi up --stack repo",
      ],
    ]);
  });

  it.each<[string, Plain]>([
    ["the list", new Unknown("later")],
    ["one of it", [new Unknown("later")]],
    ["its type", [{ actorType: new Unknown("later") }]],
  ])("what cannot be known yet: %s", async (_title, actors) => {
    expect(await findings(actors)).toMatchObject([{ level: "violation", fix: "later" }]);
  });
});
