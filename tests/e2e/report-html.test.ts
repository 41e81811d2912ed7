import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeReport } from "../../rehearsal/story/report.ts";
import { exampleReport } from "../rehearsal/story/example-report.ts";
import { browserPath, inView, launchBrowser, openPage, overflow, screens, unlessSkipped } from "./support/browser.ts";

describe.skipIf(!browserPath)(`report.html in a browser${unlessSkipped}`, () => {
  let browser: Browser;
  let folder: string;
  let url: string;
  beforeAll(async () => {
    browser = await launchBrowser();
    folder = await mkdtemp(join(tmpdir(), "cutover-report-"));
    await writeReport(folder, exampleReport);
    url = pathToFileURL(join(folder, "report.html")).href;
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(screens)(
    "opens in %s at %i × %i with the verdict in view, and asks for nothing else",
    async (colorScheme, width, height) => {
      const { page, requests, complaints } = await openPage(browser, url, { colorScheme, viewport: { width, height } });
      expect(await page.locator("h1").innerText()).toBe("✗ Failed");
      expect(await inView(page, "h1")).toBe(true);
      expect(await overflow(page)).toBe(0);
      expect({ requests, complaints }).toEqual({ requests: [url], complaints: [] });
      await page.context().close();
    },
  );

  it("shows hostile output as text", async () => {
    const { page } = await openPage(browser, url);
    await page.locator("#step-1 summary").click();
    expect(await page.locator("#step-1 pre").innerText()).toContain("<script>document.title = 'taken over'</script>");
    expect(await page.title()).toBe("Failed: rehearsal of prod");
    expect(await page.locator("img, script").count()).toBe(0);
    await page.context().close();
  });

  it("leads from a bar of the timeline to its step", async () => {
    const { page } = await openPage(browser, url);
    const bars = page.locator(".timeline .bar");
    expect(await bars.count()).toBe(3);
    expect((await bars.nth(1).boundingBox())?.width).toBeGreaterThan((await bars.nth(0).boundingBox())?.width ?? 0);
    await page.locator(".timeline a").nth(1).click();
    expect(page.url()).toBe(`${url}#step-2`);
    await page.context().close();
  });
});
