import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addService, madeFor, type Served, serveWorld } from "../rehearsal/page/world.ts";
import { browserPath, inView, launchBrowser, openPage, overflow, screens, unlessSkipped } from "./support/browser.ts";

const esc = String.fromCharCode(27);
const hostile = [
  "<script>document.title = 'taken over'</script></td></pre>",
  `${esc}[31mred${esc}[0m by escape sequence`,
  '<img src="https://outside.example/pixel" onerror="alert(1)">',
];

describe.skipIf(!browserPath)(`the page of a world in a browser${unlessSkipped}`, () => {
  let browser: Browser;
  let served: Served;
  beforeAll(async () => {
    browser = await launchBrowser();
    served = await serveWorld(["made-up-secret-value"]);
    await addService(served, { OPENAI_API_KEY: "sk-never-to-be-seen", SAID: "made-up-secret-value" });
    served.world.git.push(madeFor.repository, "main", "<b>Break</b> the build", {
      buildFailure: [...hostile, "the key is made-up-secret-value", "redis://red:hush@host:6379"],
    });
    await served.world.render.settled();
  });
  afterAll(async () => {
    await browser?.close();
    await served?.[Symbol.asyncDispose]();
  });

  it.each(screens)(
    "opens in %s at %i × %i with the verdict in view, and asks loopback only",
    async (colorScheme, width, height) => {
      const { page, requests, complaints } = await openPage(browser, served.page, {
        colorScheme,
        viewport: { width, height },
      });
      expect(await page.locator("h1").innerText()).toBe("✗ Needs a look");
      expect(await inView(page, "h1")).toBe(true);
      expect(await inView(page, ".tiles")).toBe(true);
      expect(await overflow(page)).toBe(0);
      expect(complaints).toEqual([]);
      expect(requests.length).toBeGreaterThan(2);
      expect(requests.filter((url) => !url.startsWith(served.page))).toEqual([]);
      await page.context().close();
    },
  );

  it("shows hostile log lines and messages as text, without escape sequences", async () => {
    const { page, complaints } = await openPage(browser, served.page);
    await page.locator("#logs summary").first().click();
    const log = await page.locator("#logs pre").first().innerText();
    expect(log).toContain(hostile[0]);
    expect(log).toContain("red by escape sequence");
    expect(log).not.toContain(esc);
    expect(await page.locator("#deploys").innerText()).toContain("<b>Break</b> the build");
    expect(await page.locator("img, main script, #deploys b").count()).toBe(0);
    expect(await page.title()).toBe("✗ kept: Needs a look");
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it("names variables and never shows a value, nor a secret that was logged", async () => {
    const { page } = await openPage(browser, served.page);
    for (const fold of await page.locator("summary").all()) await fold.click();
    const text = await page.content();
    expect(text).toContain("OPENAI_API_KEY");
    expect(text).toContain("the key is [redacted]");
    expect(text).toContain("redis://[redacted]@host");
    for (const value of ["sk-never-to-be-seen", "made-up-secret-value", "sesame", "hush"])
      expect(text).not.toContain(value);
    await page.context().close();
  });

  it("refreshes itself and leaves folds open and the keyboard where it is", async () => {
    const { page } = await openPage(browser, served.page);
    await page.locator("#logs summary").first().click();
    served.world.git.push(madeFor.repository, "main", "Fix the build");
    await page
      .locator("#deploys code", { hasText: (await newest(served)).slice(0, 7) })
      .first()
      .waitFor();
    await served.world.render.settled();
    await page.locator("h1", { hasText: "All well" }).waitFor();
    await page.locator("#logs pre", { hasText: "Build successful" }).waitFor();
    expect(await page.locator("#logs details[open]").count()).toBe(1);
    expect(await page.evaluate("document.activeElement.localName")).toBe("summary");
    await page.context().close();
  });

  it("is whole without JavaScript, and reloads itself then", async () => {
    const { page, requests } = await openPage(browser, served.page, { javaScriptEnabled: false });
    expect(await page.locator("#services").innerText()).toContain("twin-brains-api");
    expect(await page.locator('meta[http-equiv="refresh"]').count()).toBe(1);
    expect(requests.filter((url) => !url.startsWith(served.page))).toEqual([]);
    await page.context().close();
  });
});

const newest = async ({ world }: Served) => world.git.resolve(madeFor.repository, "main")?.sha ?? "";
