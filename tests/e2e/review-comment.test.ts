import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commentOf } from "../../review/comment/comment.ts";
import type { Review } from "../../review/review.ts";
import { found, reportOf } from "../judgement/reports.ts";
import { rendered } from "../review/comment/rendered.ts";
import { changeOf, propertyOf, reviewFullOf, reviewOf } from "../review/reviews.ts";
import { browserPath, launchBrowser, openPage, unlessSkipped } from "./support/browser.ts";

const refused = reviewOf(
  {
    verdict: "refused",
    policies: reportOf(found({ message: "api: healthCheckPath is not set", fix: "set it" })),
    weakenings: [{ what: "policies/x.ts is deleted: a part of the policy pack", file: "policies/x.ts" }],
  },
  changeOf({ properties: [propertyOf("plan", '"starter"', '"standard"')] }),
  changeOf({ kind: "delete", name: "queue", type: "render:index:KeyValue" }),
);

const hostile = [
  "@acme-brains/everyone #1 https://evil.example",
  "![](https://evil.example/seen.png)",
  "</code></pre></details><script>document.title = 'taken over'</script><img src='https://evil.example/x'>",
  "```\n# ✅ prod passes\n```",
].join("\n");

describe.skipIf(!browserPath)(`the comment of a review in a browser${unlessSkipped}`, () => {
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    browser = await launchBrowser();
    folder = await mkdtemp(join(tmpdir(), "cutover-comment-"));
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function open(name: string, review: Review) {
    const path = join(folder, `${name}.html`);
    const { html } = rendered(commentOf(review));
    await writeFile(path, `<!doctype html><meta charset="utf-8"><title>comment</title>${html}`);
    return openPage(browser, pathToFileURL(path).href);
  }

  it("begins with verdict, changes and next action, and hides the plan until it is opened", async () => {
    const { page } = await open("refused", refused);
    const lines = (await page.locator("body").innerText()).split("\n").filter((line) => line.trim() !== "");
    expect(lines.slice(0, 3)).toEqual([
      "❌ prod is refused",
      "Changes: 1 to update, 1 to delete; 16 stay as they are",
      "Next: set it",
    ]);
    expect(lines.join("\n")).not.toContain("cutover:preview");
    expect(await page.locator("strong").allInnerTexts()).toEqual(
      expect.arrayContaining(["1 to delete", "delete queue", "require-health-check"]),
    );
    const plan = page.locator("details", { hasText: "The full plan: 2 resources" });
    expect(await plan.locator("pre").isVisible()).toBe(false);
    await plan.locator("summary").click();
    expect(await plan.locator("pre").innerText()).toContain('-     plan: "starter"\n+     plan: "standard"');
    await page.context().close();
  });

  it("shows hostile names, values and log lines as text, and asks for nothing", async () => {
    const { page, requests, complaints } = await open("hostile", reviewFullOf(hostile));
    expect({ title: await page.title(), complaints, requests: requests.length }).toEqual({
      ...{ title: "comment", complaints: [], requests: 1 },
    });
    expect(await page.locator("img, script, a, h1, h2").count()).toBe(0);
    expect(await page.locator("h3").count()).toBe(1);
    expect(await page.locator("pre").first().innerText()).toContain("![](https://evil.example/seen.png)");
    await page.context().close();
  });
});
