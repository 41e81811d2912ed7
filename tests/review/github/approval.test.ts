import { describe, expect, it } from "vitest";
import { approvalOf } from "../../../review/github/approval.ts";
import { at, githubWorld, repository, writeFile } from "../../rehearsal/github/github-world.ts";

const OWNERS = "/policies/ @acme-brains/release-reviewers\n/index.ts @rev-robin\n";
const SALTED = (salt: string, percent = 0) =>
  `encryptionsalt: ${salt}\nconfig:\n  cutover:rollout:\n    percent: ${percent}\n`;

/** A pull request of dev-dana's that writes these files; the base has code owners. */
async function world(files: Readonly<Record<string, string>>, { owners = OWNERS, into = "main" } = {}) {
  const { as, git, github } = await githubWorld();
  git.write(repository, "main", "Code owners", {
    ".github/CODEOWNERS": owners,
    "policies/rule.ts": "export {};\n",
    "Pulumi.prod.yaml": SALTED("v1:one"),
  });
  const developer = as("developer");
  const main = await developer.rest.git.getRef({ ...at, ref: "heads/main" });
  const branch = (ref: string) =>
    developer.rest.git.createRef({ ...at, ref: `refs/heads/${ref}`, sha: main.data.object.sha });
  if (into !== "main") await branch(into);
  await branch("change");
  let head = "";
  for (const [path, text] of Object.entries(files)) head = await writeFile(developer, { branch: "change", path, text });
  const { data: pull } = await developer.rest.pulls.create({ ...at, title: "x", head: "change", base: into });
  const reviewed = (
    who: "reviewer" | "administrator",
    event: "APPROVE" | "REQUEST_CHANGES" | "COMMENT",
    commit = head,
  ) => as(who).rest.pulls.createReview({ ...at, pull_number: pull.number, event, body: "x", commit_id: commit });
  const ask = (commit = head, number?: number) =>
    approvalOf({ octokit: as("actions"), at }, { octokit: as("administrator") }, { commit, pull: number, prefix: "" });
  const push = async (path: string, text: string) => {
    head = await writeFile(developer, { branch: "change", path, text });
    return head;
  };
  return { ask, reviewed, push, as, github, number: pull.number, head: () => head };
}

const rule = { "policies/rule.ts": "export const weaker = true;\n" };

describe("D15 the program of a pull request is approved", () => {
  it("once a code owner of each changed program file approved exactly this commit", async () => {
    const { ask, reviewed, number } = await world({ ...rule, "index.ts": "export {};\n" });
    expect(await ask()).toMatchObject({ approved: false, pull: number, files: ["index.ts", "policies/rule.ts"] });
    await reviewed("reviewer", "APPROVE");
    expect(await ask()).toMatchObject({ approved: true, pull: number, reasons: ["approved by rev-robin"] });
  });

  it("for what is no program by anybody", async () => {
    const { ask, reviewed } = await world({ ...rule, "README.md": "x\n" });
    await reviewed("reviewer", "APPROVE");
    expect((await ask()).files).toEqual(["policies/rule.ts"]);
  });
});

describe("D15 it is not approved", () => {
  const reasonsOf = async (asked: Promise<{ approved: boolean; reasons: readonly string[] }>) => {
    const { approved, reasons } = await asked;
    expect(approved).toBe(false);
    return reasons.join("\n");
  };

  it("by an approval of an earlier commit", async () => {
    const { ask, reviewed, push } = await world(rule);
    await reviewed("reviewer", "APPROVE");
    await push("policies/rule.ts", "export const worse = true;\n");
    expect(await reasonsOf(ask())).toContain("policies/rule.ts: waits for the approval of this commit");
  });

  it("for a commit that is not the newest", async () => {
    const { ask, reviewed, push, number, head } = await world(rule);
    await reviewed("reviewer", "APPROVE");
    const approved = head();
    const newest = await push("README.md", "x\n");
    expect(await reasonsOf(ask(approved, number))).toBe(`its newest commit is ${newest}, not ${approved}`);
    expect(await reasonsOf(ask(approved))).toBe(`no open pull request ends with ${approved}`);
  });

  it("by somebody who owns nothing of it", async () => {
    const { ask, reviewed } = await world(rule);
    await reviewed("administrator", "APPROVE");
    expect(await reasonsOf(ask())).toContain("by @acme-brains/release-reviewers");
  });

  it("by a comment, or while an owner requests changes", async () => {
    const { ask, reviewed } = await world({ ...rule, "index.ts": "x\n" });
    await reviewed("reviewer", "COMMENT");
    expect(await reasonsOf(ask())).toContain("waits for the approval");
    await reviewed("reviewer", "REQUEST_CHANGES");
    expect(await reasonsOf(ask())).toContain("rev-robin, who owns index.ts, requested changes");
  });

  it("by an approval that was taken back", async () => {
    const { ask, reviewed, as, number } = await world(rule);
    const { data } = await reviewed("reviewer", "APPROVE");
    const dismissal = { ...at, pull_number: number, review_id: data.id, message: "not yet" };
    await as("administrator").rest.pulls.dismissReview(dismissal);
    expect(await reasonsOf(ask())).toContain("waits for the approval");
  });

  it("by the pull request's own code owners: those of the branch that it goes into count", async () => {
    const { ask, reviewed } = await world({ ...rule, ".github/CODEOWNERS": "* @ada-admin\n" });
    await reviewed("administrator", "APPROVE");
    const reasons = await reasonsOf(ask());
    expect(reasons).toContain("nobody owns .github/CODEOWNERS");
    expect(reasons).toContain(
      "policies/rule.ts: waits for the approval of this commit by @acme-brains/release-reviewers",
    );
  });

  it("where it goes into another branch, whose owners anybody may choose", async () => {
    const { ask, reviewed, number } = await world(rule, { into: "mine" });
    await reviewed("reviewer", "APPROVE");
    expect(await reasonsOf(ask(undefined, number))).toBe("it goes into mine, not into the default branch");
  });

  it("where it is closed", async () => {
    const { ask, reviewed, as, number } = await world(rule);
    await reviewed("reviewer", "APPROVE");
    await as("developer").rest.pulls.update({ ...at, pull_number: number, state: "closed" });
    expect(await reasonsOf(ask(undefined, number))).toBe("the pull request is closed");
  });

  it("where nothing of the program changes: there is nothing to approve", async () => {
    const { ask, reviewed } = await world({ "Pulumi.prod.yaml": SALTED("v1:one", 10) });
    await reviewed("reviewer", "APPROVE");
    expect(await reasonsOf(ask())).toContain("changes nothing of the program");
  });

  it("says so where a token may not see who is in a team", async () => {
    const { ask, reviewed, github } = await world(rule, { owners: "/policies/ @acme-brains/hidden\n" });
    await reviewed("reviewer", "APPROVE");
    expect(await reasonsOf(ask())).toContain("CUTOVER_MEMBERS_TOKEN");
    expect(github.unknownRoutes()).toEqual([]);
  });
});

it("D15 counts a stack's file as program where it says who decrypts it", async () => {
  const { ask, reviewed } = await world(
    { "Pulumi.prod.yaml": SALTED("v1:two") },
    { owners: "/Pulumi.prod.yaml @rev-robin\n" },
  );
  expect((await ask()).files).toEqual(["Pulumi.prod.yaml"]);
  await reviewed("reviewer", "APPROVE");
  expect((await ask()).approved).toBe(true);
});

describe("D15 a stack's file that nobody owns", () => {
  const owners = "/Pulumi.yaml @rev-robin\n";
  const waits = "Pulumi.prod.yaml: waits for the approval of this commit by @rev-robin, who owns Pulumi.yaml";

  it("is approved by an owner of the project's file where it says who decrypts, and tells why", async () => {
    const { ask, reviewed } = await world({ "Pulumi.prod.yaml": SALTED("v1:two") }, { owners });
    expect((await ask()).reasons.join()).toBe(
      `${waits} (it says who decrypts the secrets, or how other providers are configured)`,
    );
    await reviewed("reviewer", "APPROVE");
    expect(await ask()).toMatchObject({ approved: true, files: ["Pulumi.prod.yaml"] });
  });

  it("is approved by an owner of the program where nobody owns the project's file either", async () => {
    const { ask } = await world({ "Pulumi.prod.yaml": SALTED("v1:two") }, { owners: "/index.ts @rev-robin\n" });
    expect((await ask()).reasons.join()).toContain("by @rev-robin, who owns index.ts");
  });

  it("is asked for where a first secret brings its salt", async () => {
    const { ask } = await world({ "Pulumi.new.yaml": SALTED("v1:one") }, { owners });
    expect((await ask()).needs).toMatchObject([{ file: "Pulumi.new.yaml", what: "keys", of: "Pulumi.yaml" }]);
  });
});

describe("a stack's file that loosens what it is judged by", () => {
  const LOOSENED = `${SALTED("v1:one")}  cutover:policy:\n    levels: {require-health-check: advisory}\n`;

  it("is approved by an owner of policies/, of exactly this commit", async () => {
    const { ask, reviewed, push } = await world({ "Pulumi.prod.yaml": LOOSENED });
    expect((await ask()).reasons.join()).toBe(
      "Pulumi.prod.yaml: waits for the approval of this commit by @acme-brains/release-reviewers, who owns policies/ (it loosens what the stack is judged by)",
    );
    await reviewed("reviewer", "APPROVE");
    expect(await ask()).toMatchObject({ approved: true, needs: [{ what: "rules", by: "rev-robin" }] });
    await push("README.md", "x\n");
    expect(await ask()).toMatchObject({ approved: false, needs: [{ what: "rules", by: undefined }] });
  });

  it("is not approved by somebody who owns the file alone", async () => {
    const { ask, reviewed } = await world(
      { "Pulumi.prod.yaml": LOOSENED },
      { owners: "/policies/ @acme-brains/release-reviewers\n/Pulumi.prod.yaml @ada-admin\n" },
    );
    await reviewed("administrator", "APPROVE");
    expect((await ask()).approved).toBe(false);
  });

  it("needs no approval where it tightens it", async () => {
    const tightened = LOOSENED.replace("require-health-check: advisory", "limit-to-deploy-windows: mandatory");
    const { ask } = await world({ "Pulumi.prod.yaml": tightened });
    expect((await ask()).needs).toEqual([]);
  });
});

it("leaves a stack's file that nobody can read to the required preview, which refuses it", async () => {
  const { ask } = await world({ "Pulumi.prod.yaml": "config: [\n" });
  expect(await ask()).toMatchObject({ approved: false, files: [] });
});
