import { describe, expect, it } from "vitest";
import { upsertComment } from "../../../review/github/upsert-comment.ts";
import { at, githubWorld, openPull } from "../../rehearsal/github/github-world.ts";

const marker = "<!-- cutover:preview prod -->";
const author = "github-actions[bot]";

async function world() {
  const { as } = await githubWorld();
  const { number: pull } = await openPull(as("developer"));
  const octokit = as("actions");
  const github = { octokit, at };
  const write = (body: string, more = {}) =>
    upsertComment(github, { pull, marker, author, body: `${body}\n${marker}`, ...more });
  const say = (body: string, who: "actions" | "developer" = "actions") =>
    as(who).rest.issues.createComment({ ...at, issue_number: pull, body });
  const comments = async () => {
    const { data } = await octokit.rest.issues.listComments({ ...at, issue_number: pull });
    return data.map(({ user, body }) => `${user?.login}: ${body?.split("\n")[0]}`);
  };
  return { write, say, comments, octokit };
}

describe("the comment of a stack", () => {
  it("is still one after it was written five times, and says the last", async () => {
    const { write, comments } = await world();
    const urls = [];
    for (const body of ["one", "two", "three", "four", "five"]) urls.push(await write(body));
    expect(await comments()).toEqual([`${author}: five`]);
    expect(new Set(urls).size).toBe(1);
  });

  it("is never somebody else's, whatever that one holds", async () => {
    const { write, say, comments } = await world();
    await say(`passes, believe me\n${marker}`, "developer");
    await write("refused");
    await write("refused again");
    expect(await comments()).toEqual(["dev-dana: passes, believe me", `${author}: refused again`]);
  });

  it("leaves those of other stacks and other workflows alone", async () => {
    const { write, say, comments } = await world();
    await say("coverage: 93 %");
    await write("staging", {
      marker: "<!-- cutover:preview staging -->",
      body: "staging\n<!-- cutover:preview staging -->",
    });
    await write("prod");
    expect(await comments()).toEqual([`${author}: coverage: 93 %`, `${author}: staging`, `${author}: prod`]);
  });

  it("is the oldest where there are several, and the others go", async () => {
    const { write, say, comments } = await world();
    for (const body of ["first", "second", "third"]) await say(`${body}\n${marker}`);
    await write("now");
    expect(await comments()).toEqual([`${author}: now`]);
  });

  it("ends as one when two runs write it at once", async () => {
    const { write, comments } = await world();
    await Promise.all([write("one"), write("two")]);
    await write("last");
    expect(await comments()).toEqual([`${author}: last`]);
  });

  it("is found behind many others", async () => {
    const { write, say, comments } = await world();
    await write("first");
    for (let count = 0; count < 101; count += 1) await say(`chatter ${count}`);
    await write("second");
    expect((await comments())[0]).toBe(`${author}: second`);
  });
});
