import { strict as assert } from "node:assert";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type Page } from "playwright-core";
import { hostileStage, pageOf, pageStage } from "../support/pageText";

const usualPlaces = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
const program = process.env.CHROMIUM ?? usualPlaces.find((path) => existsSync(path));

/** One of each sort: in a cluster that stands already, with shared nodes, with nodes of its own for every tier. */
const stacks = ["dev", "300k", "million"];

const views = [1400, 390].flatMap((width) =>
  (["light", "dark"] as const).map((scheme) => ({ width, scheme })),
);

describe("the page in a browser", function () {
  this.timeout(120_000);
  let browser: Browser | undefined;
  let folder = "";

  before(async function () {
    if (program === undefined) {
      const message = "There is no Chromium: install it, or name one in CHROMIUM.";
      // Where every pull request is tried, a test that tries nothing must not look like one that passed.
      assert.equal(process.env.CI, undefined, message);
      console.error(`      skipped: ${message}`);
      this.skip();
    }
    folder = mkdtempSync(join(tmpdir(), "thingsboard-scale-page-"));
    writeFileSync(
      join(folder, "index.html"),
      await pageOf(stacks.map((stack) => pageStage(stack))),
    );
    writeFileSync(join(folder, "hostile.html"), await pageOf([hostileStage()]));
    browser = await chromium.launch({ executablePath: program });
  });
  after(async () => {
    await browser?.close();
    // The screenshots stay for whoever asks for them.
    if (folder !== "" && process.env.KEEP_SCREENSHOTS === undefined) {
      rmSync(folder, { recursive: true });
    }
  });

  /** Opens a page and gathers what the browser complains of, and what it asks for. */
  async function open(file: string, view: Parameters<Browser["newPage"]>[0] = {}) {
    const page = await browser!.newPage(view);
    const complaints: string[] = [];
    const asked: string[] = [];
    page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("dialog", (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("request", (request) => asked.push(request.url()));
    const address = pathToFileURL(join(folder, file)).href;
    await page.goto(address);
    return { page, complaints, asked: asked.filter((url) => url !== address) };
  }

  for (const { width, scheme } of views) {
    it(`renders ${width} px wide, ${scheme}, without complaint and without scrolling sideways`, async () => {
      const { page, complaints, asked } = await open("index.html", {
        viewport: { width, height: 1000 },
        colorScheme: scheme,
      });
      await page.evaluate(
        `for (const each of document.querySelectorAll("details")) each.open = true`,
      );
      assert.equal(await page.evaluate("document.documentElement.scrollWidth"), width);
      const brightness = await luminance(page, "body", "background-color");
      assert.ok(scheme === "light" ? brightness > 0.9 : brightness < 0.02, String(brightness));
      assert.equal(await page.locator("svg.drawing:visible").count(), stacks.length);
      assert.equal(await page.locator("svg.chart:visible").count(), 2);
      assert.deepEqual(await faintTexts(page), []);
      await page.screenshot({ path: join(folder, `${width}-${scheme}.png`) });
      assert.deepEqual(complaints, []);
      assert.deepEqual(asked, []);
      await page.close();
    });
  }

  it("tells a figure's origin to the pointer and to the keyboard", async () => {
    const { page, complaints } = await open("index.html");
    const nodes = page.locator("#stage-million .tiles .figure").nth(2);
    for (const reach of [() => nodes.hover(), () => nodes.focus()]) {
      await reach();
      const told = await page.locator("#tip").textContent();
      assert.match(told ?? "", /worker \d+ \+ transport \d+/);
      assert.equal(await nodes.getAttribute("aria-describedby"), "tip");
      await page.keyboard.press("Escape");
      assert.ok(await page.locator("#tip").isHidden());
      await page.mouse.move(0, 0);
    }
    const [first, second] = [0, 1].map((index) =>
      page.locator("#stage-million .chips").first().locator(".chip").nth(index),
    );
    await first!.focus();
    await page.keyboard.press("ArrowRight");
    assert.equal(
      await page.evaluate("document.activeElement.textContent"),
      await second!.textContent(),
    );
    assert.match((await page.locator("#tip").textContent()) ?? "", /requests .* CPU/);
    assert.deepEqual(complaints, []);
    await page.close();
  });

  it("can be read with scripts switched off", async () => {
    const { page, complaints } = await open("index.html", { javaScriptEnabled: false });
    await page.locator("#stage-million summary", { hasText: "arithmetic" }).click();
    const table = page.locator("#stage-million-cost details[open] table");
    assert.ok(await table.isVisible());
    assert.deepEqual(complaints, []);
    await page.close();
  });

  it("opens everything for the printer", async () => {
    const { page } = await open("index.html");
    const closed = (): Promise<number> => page.locator("details:not([open])").count();
    const before = await closed();
    await page.evaluate(`window.dispatchEvent(new Event("beforeprint"))`);
    assert.equal(await closed(), 0);
    await page.evaluate(`window.dispatchEvent(new Event("afterprint"))`);
    assert.equal(await closed(), before);
    await page.close();
  });

  it("runs nothing that a name smuggles in, at no width", async () => {
    for (const { width, scheme } of views) {
      const { page, complaints, asked } = await open("hostile.html", {
        viewport: { width, height: 800 },
        colorScheme: scheme,
      });
      assert.deepEqual(complaints, []);
      assert.deepEqual(asked, []);
      assert.equal(await page.locator("img").count(), 0);
      assert.equal(await page.locator("script").count(), 1);
      assert.equal(await page.evaluate("document.documentElement.scrollWidth"), width);
      await page.close();
    }
  });
});

/** Relative luminance of a colour of an element, from 0 (black) to 1 (white). */
async function luminance(page: Page, selector: string, property: string): Promise<number> {
  const brightness: unknown = await page.evaluate(
    `(() => { ${luminanceInPage}
      return luminanceOf(getComputedStyle(document.querySelector("${selector}")).getPropertyValue("${property}"));
    })()`,
  );
  assert.ok(typeof brightness === "number");
  return brightness;
}

const luminanceInPage = `
  function channels(colour) {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  }
  function luminanceOf(colour) {
    const [red, green, blue] = channels(colour)
      .map((value) => value / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }
`;

/** Kinds of text of less than 4.5 : 1 on what is behind them (WCAG 2.2, 1.4.3). */
async function faintTexts(page: Page): Promise<unknown> {
  return page.evaluate(`(() => { ${luminanceInPage}
      const known = new Map();
      const lightOf = (colour) => {
        if (!known.has(colour)) known.set(colour, luminanceOf(colour));
        return known.get(colour);
      };
      const behind = (element) => {
        for (let at = element; at; at = at.parentElement) {
          const colour = getComputedStyle(at).backgroundColor;
          if (!/rgba\\(.*, 0\\)|transparent/.test(colour)) return colour;
        }
        return "white";
      };
      const faint = new Set();
      for (const element of document.querySelectorAll("body *")) {
        const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
        if (!own || element.closest("svg, script") || !element.getClientRects().length) continue;
        const [text, ground] = [getComputedStyle(element).color, behind(element)].map(lightOf);
        const ratio = (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05);
        if (ratio < 4.5) faint.add(element.tagName + "." + element.className + " " + ratio.toFixed(2));
      }
      return [...faint];
    })()`);
}
