import { describe, expect, it } from "vitest";
import { commentOf } from "../../../review/comment/comment.ts";
import { markerOf } from "../../../review/comment/marker.ts";
import type { Review, RolloutOutlook } from "../../../review/review.ts";
import { found, reportOf } from "../../judgement/reports.ts";
import { changeOf, propertyOf, reviewOf } from "../reviews.ts";

const linesOf = (review: Review) => commentOf(review).split("\n");
const next = (review: Review) => linesOf(review)[2];

const refused = reviewOf({
  verdict: "refused",
  policies: reportOf(found({ fix: "do this" }), found({ fix: "do that" })),
});
const rollout: RolloutOutlook = {
  flag: "V2_ROLLOUT_PERCENT",
  from: "10 %",
  to: "50 %",
  outcome: "refuse",
  reasons: ["10 % has not stood for 24 h yet"],
  lines: ["10 % → 50 %: not yet", "  earliest: 2026-11-22 20:35 UTC"],
};

describe("the first three lines", () => {
  it("are verdict, changes and next action", () => {
    const changes = [
      changeOf(),
      changeOf({ kind: "replace", name: "worker" }),
      changeOf({ kind: "delete", name: "queue", type: "render:index:KeyValue" }),
    ];
    expect(linesOf(reviewOf({}, ...changes)).slice(0, 3)).toEqual([
      "### ✅ `prod` passes",
      "**Changes:** 1 to update, **1 to replace**, **1 to delete**; 16 stay as they are\\",
      "**Next:** look at what is replaced or deleted, then approve and merge",
    ]);
  });

  it("name the first fix of a change that is refused, and how many there are besides", () => {
    expect(linesOf(refused)[0]).toBe("### ❌ `prod` is refused");
    expect(next(refused)).toBe("**Next:** `do this`, and 1 more below");
  });

  it("say that a preview could not be made, and how it is repaired", () => {
    const failed = reviewOf({ verdict: "failed", errors: ["CONFIG_INVALID: no name\n  at x\n  fix: set a name"] });
    expect(linesOf(failed)[0]).toBe("### ⚠️ `prod` could not be judged");
    expect(next(failed)).toBe("**Next:** `set a name`");
    expect(next({ ...failed, errors: ["the provider ended"] })).toBe(
      "**Next:** repair what kept it from being previewed: `the provider ended`",
    );
  });

  it.each<[string, Review, string]>([
    ["changes nothing", reviewOf(), "merge it; there is nothing to apply"],
    ["changes something", reviewOf({}, changeOf()), "look at what changes, then approve and merge"],
    [
      "weakens the guard",
      reviewOf({ weakenings: [{ what: "x is deleted", file: "x" }] }, changeOf()),
      "let a code owner judge what weakens the guard, then approve and merge",
    ],
    [
      "is previewed in the rehearsal",
      reviewOf({ trust: "rehearsal" }, changeOf()),
      "nothing; the required check previews it against the real stack",
    ],
    [
      "goes back (D8)",
      reviewOf({ rollout: { ...rollout, outcome: "roll-back" }, policies: refused.policies }, changeOf()),
      "merge it now: a way back is never held up; what else is said here can wait",
    ],
    [
      "only the rollout holds up",
      reviewOf({ verdict: "refused", rollout }, changeOf()),
      "wait until the rollout may go on: `npx cutover status --stack prod`",
    ],
  ])("say what to do with a change that %s", (_, review, action) => {
    expect(next(review)).toBe(`**Next:** ${action}`);
  });

  it("count what is only made anew as no replacement", () => {
    const check = changeOf({ kind: "replace", type: "command:local:Command", name: "api-smoke-checks" });
    const twin = changeOf({ kind: "replace", type: "vercel:index/deployment:Deployment", name: "zero-twin" });
    expect(linesOf(reviewOf({}, check, twin)).slice(1, 3)).toEqual([
      "**Changes:** 1 to deploy, 1 to run; 16 stay as they are\\",
      "**Next:** look at what changes, then approve and merge",
    ]);
  });
});

describe("what changes", () => {
  it("is grouped by service, with what is replaced or deleted in bold", () => {
    const comment = commentOf(
      reviewOf(
        {},
        changeOf({ kind: "replace", properties: [{ ...propertyOf("region", '"oregon"', '"ohio"'), kind: "replace" }] }),
        changeOf({ name: "worker", properties: [propertyOf("plan", '"starter"', '"standard"')] }),
        changeOf({ name: "queue", type: "render:index:KeyValue", kind: "delete" }),
      ),
    );
    expect(comment).toContain(
      [
        "#### What changes",
        "",
        "**`stores`**",
        "",
        "- **delete `queue`** (`KeyValue`)",
        "",
        "**`twin-brains-api`**",
        "",
        "- **replace `api`** (`WebService`)",
        '  - `region`: `"oregon"` → `"ohio"` **forces the replacement**',
        "",
        "**`twin-brains-worker`**",
        "",
        "- update `worker` (`WebService`)",
        '  - `plan`: `"starter"` → `"standard"`',
      ].join("\n"),
    );
  });

  const told = (before?: string, after?: string) =>
    /^ {2}- `env.A`: (.*)$/m.exec(
      commentOf(reviewOf({}, changeOf({ properties: [propertyOf("env.A", before, after)] }))),
    )?.[1];

  it.each<[string, [string | undefined, string | undefined], string]>([
    ["a secret", ['"[secret]"', '"[secret]"'], "another secret value"],
    ["what only an update tells", ['"dep-1"', '"[unknown]"'], '`"dep-1"` → known once it is applied'],
    ["a new value", [undefined, "true"], "set to `true`"],
    ["a value that goes", ["true", undefined], "`true` is removed"],
  ])("tells of %s", (_, [before, after], text) => {
    expect(told(before, after)).toBe(text);
  });

  it("shows long values where they begin to differ", () => {
    const [same, end] = ["s".repeat(200), "e".repeat(200)];
    expect(told(`"${same}A${end}"`, `"${same}B${end}"`)).toBe(
      `\`…${"s".repeat(20)}A${"e".repeat(58)}…\` → \`…${"s".repeat(20)}B${"e".repeat(58)}…\``,
    );
  });
});

it("tells on top by whose levels it is judged, in a sentence that mentions nobody, and in the next action", () => {
  const judgedBy = { rules: "base", into: "main", owners: ["@acme-brains/release-reviewers"] } as const;
  const lines = linesOf({ ...refused, judgedBy });
  expect(lines.slice(2, 6)).toEqual([
    "**Next:** `do this`, and 1 more below; or wait for the owner's approval that is named below",
    "",
    "> [!IMPORTANT]",
    "> Judged with the levels and exemptions of `main`, not its own, until an owner of `policies/` (`@acme-brains/release-reviewers`) has approved `a1a1a1a1a1a1`.",
  ]);
});

it("says refused, and then what is unseen, and promises no plan", () => {
  const unseen = "the change of policies/x.ts is not in this preview";
  const comment = commentOf({ ...refused, errors: [unseen] });
  expect(comment).toMatch(/^### ❌ `prod` is refused\n/);
  expect(comment).toContain(`#### What was not judged\n\n\`\`\`text\n${unseen}\n`);
  expect(comment).not.toContain("Only this plan is deployed");
});

it("tells on top what weakens the guard, before what changes", () => {
  const what = "policies/render/disallow-free-plan.ts is deleted: a part of the policy pack";
  const comment = commentOf(reviewOf({ weakenings: [{ what, file: "x" }] }, changeOf()));
  expect(comment).toContain(
    `> [!WARNING]\n> **This change weakens what guards the stack.** It was judged by the base branch's policies.\n>\n> - \`${what}\`\n`,
  );
  expect(comment.indexOf("[!WARNING]")).toBeLessThan(comment.indexOf("#### What changes"));
  expect(comment.split("\n").indexOf("> [!WARNING]")).toBe(4);
  const rehearsed = commentOf(reviewOf({ trust: "rehearsal", weakenings: [{ what, file: "x" }] }));
  expect(rehearsed).toContain("Here its own policies judge it; the required check has the base branch's.");
});

it("shows each violation with its place and fix, and advice in a fold", () => {
  const findings = [found({ message: "api: it is so", at: "cutover:origins[1]", fix: "do this" })];
  const comment = commentOf(
    reviewOf({ verdict: "refused", policies: reportOf(...findings, found({ level: "advisory", rule: "limit-x" })) }),
  );
  expect(comment).toContain(
    "**`require-health-check`**, high, refuses the change\n\n```text\napi: it is so\nat Pulumi.prod.yaml:7 → cutover:origins[1]\nfix: do this\n```\n",
  );
  expect(comment).toMatch(/<summary>1 piece of advice<\/summary>\n\n\*\*`limit-x`\*\*, high, advisory\n\n```text\n/);
});

it("shows a refused step with its figures and the command for the earliest moment", () => {
  const comment = commentOf(reviewOf({ verdict: "refused", rollout }));
  expect(comment).toContain("`V2_ROLLOUT_PERCENT` **is not promoted yet**: `10 %` → `50 %`");
  expect(comment).toContain(`\`\`\`text\n${rollout.lines.join("\n")}\n\`\`\``);
});

it("leaves out a rollout that stays where it is", () => {
  const still = { ...rollout, outcome: "hold", lines: [], from: "10 %", to: "10 %" } as const;
  expect(commentOf(reviewOf({ rollout: still }))).not.toContain("Rollout");
});

it("S4.5 tells by directory what a merge deploys", () => {
  const by = "no push deploys it, this stack does";
  const backend = { because: ["3 files in backend"], by };
  const deploys = [
    { what: "api", ...backend },
    { what: "worker", ...backend },
    { what: "nothing", because: ["docs/x.md"] },
  ];
  expect(commentOf(reviewOf({ deploys }))).toContain(
    `#### What a merge deploys\n\n- **\`api\`**, **\`worker\`**: \`3 files in backend\`; ${by}\n- **\`nothing\`**: \`docs/x.md\`\n`,
  );
});

it("D15 says what it rests on", () => {
  expect(commentOf(reviewOf())).toContain(
    "Previewed against the real stack, with credentials that only read; commit `a1a1a1a1a1a1`; compared with `b2b2b2b2b2b2`.",
  );
  const rehearsed = commentOf(reviewOf({ trust: "rehearsal" }));
  expect(rehearsed).toMatch(/^### ✅ `prod` passes in the rehearsal, without credentials\n/);
  expect(rehearsed).toContain("in a rehearsal that holds no credential");
  expect(rehearsed).not.toContain("deployed after the merge");
});

it("ends with the plan in a fold, its digest, and the mark that finds the comment again", () => {
  const comment = commentOf(reviewOf({}, changeOf({ properties: [propertyOf("plan", '"a"', '"b"')] })));
  expect(comment).toContain(
    '<summary>The full plan: 1 resource</summary>\n\n```diff\n! update render:index:WebService api\n-     plan: "a"\n+     plan: "b"\n```\n\n</details>',
  );
  expect(comment).toContain(`\`${"c3".repeat(32)}\``);
  expect(comment.trimEnd().endsWith(markerOf("prod"))).toBe(true);
});

it("says what an emulated world is like, below what weakens the guard", () => {
  const weakenings = [{ what: "x is deleted", file: "x" }];
  const comment = commentOf(reviewOf({ trust: "rehearsal", weakenings, emulated: ["no traffic"] }, changeOf()));
  expect(comment).toContain(
    "> - `x is deleted`\n\n> [!NOTE]\n> **This is an emulated world.**\n>\n> - `no traffic`\n\n#### What changes",
  );
});

it("names no digest where there is no whole plan", () => {
  expect(commentOf(reviewOf({ verdict: "failed", errors: ["x"] }))).not.toContain("c3c3");
});

it("is the same text for the same review", () => {
  expect(commentOf(refused)).toBe(commentOf(structuredClone(refused)));
});

it("fits into GitHub's limit whatever there is to tell, and says what it leaves out", () => {
  const long = "x".repeat(300);
  const changes = Array.from({ length: 300 }, (_, index) =>
    changeOf({
      name: `s${index}`,
      properties: Array.from({ length: 40 }, (_, at) => propertyOf(`env.${at}${long}`, long, `${long}1`)),
    }),
  );
  const findings = Array.from({ length: 500 }, (_, index) => found({ message: `s${index}: ${long}`, fix: `${index}` }));
  const plan = {
    stack: "prod",
    changes,
    same: 0,
    said: changes.map(() => ({ severity: "warning", urn: "", text: long }) as const),
  };
  const comment = commentOf(
    reviewOf({
      ...{
        verdict: "refused",
        plan,
        policies: reportOf(...findings),
        rollout: { ...rollout, lines: findings.map(() => long) },
      },
      deploys: changes.map(({ name }) => ({ what: name, because: [long, name] })),
      weakenings: changes.map(({ name }) => ({ what: `${name} ${long}`, file: name })),
      errors: changes.map(({ name }) => `${name}: ${long}`),
    }),
  );
  expect(comment.length).toBeGreaterThan(40_000);
  expect(comment.length).toBeLessThan(65_536);
  expect(comment).toMatch(/- and \d+ more, in the full plan below/);
  expect(comment).toMatch(/And \d+ more: `npx cutover policy check --stack prod`/);
  expect(comment).toMatch(/… and \d+ more lines\n {2}all of it: npx cutover preview --stack prod --json/);
  expect(comment.trimEnd().endsWith(markerOf("prod"))).toBe(true);
});
