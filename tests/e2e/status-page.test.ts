import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { statusPage } from "../../release/status/page.ts";
import { exampleStatus } from "../release/status/example-status.ts";
import { browserPath, inView, launchBrowser, openPage, overflow, screens, unlessSkipped } from "./support/browser.ts";

describe.skipIf(!browserPath)(`cutover status --html in a browser${unlessSkipped}`, () => {
  let browser: Browser;
  let folder: string;
  let url: string;
  beforeAll(async () => {
    browser = await launchBrowser();
    folder = await mkdtemp(join(tmpdir(), "cutover-status-"));
    await writeFile(join(folder, "status.html"), await statusPage(exampleStatus));
    url = pathToFileURL(join(folder, "status.html")).href;
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(screens)(
    "shows percent, state and ladder at first sight in %s at %i × %i",
    async (colorScheme, width, height) => {
      const { page, requests, complaints } = await openPage(browser, url, { colorScheme, viewport: { width, height } });
      expect(await page.locator(".percent").innerText()).toBe("50 %");
      for (const part of [".percent", ".chip", "h1", "[aria-current=step]"])
        expect(await inView(page, part)).toBe(true);
      expect(await overflow(page)).toBe(0);
      expect({ requests, complaints }).toEqual({ requests: [url], complaints: [] });
      await page.context().close();
    },
  );

  it("fills the bar of the present step as far as its dwell is over", async () => {
    const { page } = await openPage(browser, url);
    const widthOf = async (selector: string) => (await page.locator(selector).boundingBox())?.width ?? 0;
    const [filled, whole] = [await widthOf(".here rect"), await widthOf(".here svg")];
    expect(filled / whole).toBeCloseTo(38 / 48, 1);
    await page.context().close();
  });

  it("draws its charts in the colours of the scheme", async () => {
    const colours = await Promise.all(
      (["light", "dark"] as const).map(async (colorScheme) => {
        const { page } = await openPage(browser, url, { colorScheme });
        const colour = await page.evaluate(
          "getComputedStyle(document.querySelector('figure [aria-label=line]')).stroke",
        );
        await page.context().close();
        return colour;
      }),
    );
    expect(colours).toEqual(["rgb(20, 112, 63)", "rgb(111, 211, 156)"]);
  });
});
