import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const places = [...(process.env.PATH ?? "").split(delimiter), "/usr/bin"];

/** A Chromium of this machine, or undefined. */
export const browserPath = places
  .flatMap((place) => names.map((name) => join(place, name)))
  .find((path) => existsSync(path));

/** Ends the title of tests that need a browser, so that whoever reads the results knows why they did not run. */
export const unlessSkipped = browserPath
  ? ""
  : " (skipped: no Chromium on this machine; on Debian: apt install chromium)";

/** How pages are looked at: colours, width, height. */
export const screens = [
  ["light", 1280, 800],
  ["dark", 1280, 800],
  ["light", 390, 844],
] as const;

/** @throws where there is none: see `browserPath`. */
export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: browserPath ?? "",
    // Chromium's own sandbox does not start for root, as which containers often run.
    chromiumSandbox: process.getuid?.() !== 0,
  });

/** A page, and what it asked for and complained about since. */
export interface Watched {
  readonly page: Page;
  readonly requests: readonly string[];
  readonly complaints: readonly string[];
}

export async function openPage(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const [requests, complaints]: string[][] = [[], []];
  page.on("request", (request) => requests?.push(request.url()));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints?.push(message.text());
  });
  page.on("pageerror", (error) => complaints?.push(error.message));
  await page.goto(url);
  return { page, requests: requests ?? [], complaints: complaints ?? [] };
}

/** Whether all of an element is seen without scrolling. */
export async function inView(page: Page, selector: string): Promise<boolean> {
  const box = await page.locator(selector).boundingBox();
  const size = page.viewportSize();
  return Boolean(
    box && size && box.x >= 0 && box.y >= 0 && box.x + box.width <= size.width && box.y + box.height <= size.height,
  );
}

/** By how many pixels a page is wider than its window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
