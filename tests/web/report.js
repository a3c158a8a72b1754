// Whether pages are accessible, as far as a program can tell: axe-core finds no violation, and no contrast that it cannot work out;
// nothing is wider than the page; and the keyboard reaches everything in the order of the page.
//
// Opens each page in headless Chromium at two widths, light and dark, with and without script, its tables open. With --shots FOLDER it
// also writes screenshots for a person to look at: light, dark, forced colours and print. Ends with 1 if anything is wrong.
//
// TOPLINE_STATES=few checks the wide page with script and the narrow one without: contrasts of a large page take long to work out.
//
//     npm install --prefix tests/web
//     node tests/web/report.js data/out/lga-councillors-2017/report.html

import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SCRATCH = fs.mkdtempSync(path.join(os.tmpdir(), "topline-web-"));
const WIDTHS = [1280, 390];
const FOCUSABLE = "a[href], summary, button, input, select, [tabindex='0']";

async function open(browser, file, { width, scheme = "light", script = true, media = "screen", forced = "none" }) {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: scheme,
    forcedColors: forced,
    // The page lets no script but its own run, and axe-core is another.
    bypassCSP: true,
  });
  const page = await context.newPage();
  page.on("pageerror", (error) => { throw error; });
  await page.emulateMedia({ media, colorScheme: scheme, forcedColors: forced });
  // axe-core needs scripts, so that a page without script is a copy from which its own is cut.
  const shown = script ? path.resolve(file) : path.join(SCRATCH, "page.html");
  if (!script) fs.writeFileSync(shown, fs.readFileSync(file, "utf8").replace(/<script>[^]*?<\/script>/g, ""));
  await page.goto(`file://${shown}`);
  return page;
}

const unfold = (page) =>
  page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));

async function problems(page) {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const found = await axe.run();
    const unclear = found.incomplete.filter((rule) => rule.id === "color-contrast");
    const said = [...found.violations, ...unclear].map(
      (rule) => `${rule.id}, ${rule.nodes.length} times, first at ${rule.nodes[0].html.slice(0, 120)}`,
    );
    if (document.documentElement.scrollWidth > window.innerWidth) {
      said.push(`the page is ${document.documentElement.scrollWidth} pixels wide`);
    }
    return said;
  });
}

// Tab visits everything that can be used, in the order of the page, and shows where it is.
async function keyboard(page) {
  const said = [];
  const expected = await page.evaluate((focusable) => {
    const reachable = [...document.querySelectorAll(focusable)].filter((element) => element.checkVisibility());
    reachable.forEach((element, place) => { element.dataset.place = String(place); });
    document.activeElement.blur();
    return reachable.length;
  }, FOCUSABLE);
  for (let place = 0; place < expected; place += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const element = document.activeElement;
      const style = getComputedStyle(element);
      return { place: element.dataset.place, html: element.outerHTML.slice(0, 100), outline: style.outlineStyle, width: style.outlineWidth };
    });
    if (at.place !== String(place)) {
      said.push(`Tab ${place + 1} of ${expected} is at ${at.html}`);
      break;
    }
    if (at.outline === "none" || at.width === "0px") said.push(`the focus does not show at ${at.html}`);
  }
  return said;
}

// What the script adds works by keys alone.
async function controls(page) {
  const said = [];
  const count = (selector) => page.locator(selector).evaluateAll((all) => all.filter((element) => element.checkVisibility()).length);
  const tables = await count("section.table");
  if (await page.locator("#finder").count()) {
    await page.locator("#finder").focus();
    await page.keyboard.type("zzzz no such question");
    if ((await count("section.table")) !== 0) said.push("the finder leaves tables that do not fit");
    if (!(await page.locator(".found").textContent()).startsWith("0 of ")) said.push("the finder does not say how many it found");
    await page.keyboard.press("Escape");
    if ((await count("section.table")) !== tables) said.push("the finder does not show all tables again");
  }
  if (await page.locator("#chooser").count()) {
    const chooser = page.locator("#chooser");
    await unfold(page);
    const heads = await count("table.figures thead th.break");
    const [broken] = await chooser.locator("option").evaluateAll((all) => all.slice(2).map((option) => option.textContent));
    await chooser.focus();
    for (let down = 0; down < 2; down += 1) await page.keyboard.press("ArrowDown");
    if ((await chooser.evaluate((element) => element.selectedOptions[0].textContent)) !== broken) said.push("keys do not choose a break");
    const wrong = await page.evaluate((chosen) => {
      const tables = [...document.querySelectorAll("table.figures")];
      const own = (table) => [...table.querySelectorAll("th.break")].some((head) => head.textContent.trim() === chosen);
      const widths = (table) => new Set([...table.tBodies].flatMap((body) => [...body.rows])
        .map((row) => [...row.cells].filter((cell) => !cell.hidden).reduce((sum, cell) => sum + cell.colSpan, 0)));
      const others = (table) => [...table.querySelectorAll("th.break")].filter((head) => !head.hidden && head.textContent.trim() !== chosen);
      return tables.filter(own).filter((table) => widths(table).size !== 1 || others(table).length !== 0).length;
    }, broken);
    if (wrong) said.push(`${wrong} tables do not show "${broken}" alone`);
    said.push(...(await problems(page)).map((problem) => `with "${broken}" chosen: ${problem}`));
    for (let up = 0; up < 2; up += 1) await page.keyboard.press("ArrowUp");
    if ((await count("table.figures thead th.break")) !== heads) said.push("not all columns come back");
  }
  return said;
}

async function states(browser, file, width, script) {
  let bad = 0;
  for (const scheme of ["light", "dark"]) {
    const page = await open(browser, file, { width, scheme, script });
    await unfold(page);
    const said = await problems(page);
    if (scheme === "light") said.push(...(await keyboard(page)));
    if (scheme === "light" && script) said.push(...(await controls(page)));
    if (!script && (await page.locator("#finder, #chooser, .copy").count())) said.push("there are controls that need a script");
    bad += said.length;
    const state = `${file} at ${width}, ${scheme}, ${script ? "with" : "without"} script`;
    console.log(said.length === 0 ? `${state}: good` : `${state}:\n  ${said.join("\n  ")}`);
    await page.context().close();
  }
  return bad;
}

async function shoot(browser, file, width, folder) {
  const looks = { light: {}, dark: { scheme: "dark" }, forced: { forced: "active" }, print: { media: "print" } };
  for (const [look, options] of Object.entries(looks)) {
    const page = await open(browser, file, { width, ...options });
    const name = `${path.basename(path.dirname(path.resolve(file)))}-${path.basename(file, ".html")}-${width}-${look}.png`;
    await page.screenshot({ path: path.join(folder, name), clip: { x: 0, y: 0, width, height: 4000 }, fullPage: true });
    await page.context().close();
  }
}

const few = process.env.TOPLINE_STATES === "few";
const rest = process.argv.slice(2);
const at = rest.indexOf("--shots");
const shots = at < 0 ? null : rest.splice(at, 2)[1];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
let bad = rest.length === 0 ? 1 : 0;
for (const file of rest) {
  for (const width of WIDTHS) {
    for (const script of [true, false]) {
      if (!few || (width === WIDTHS[0]) === script) bad += await states(browser, file, width, script);
    }
    if (shots) await shoot(browser, file, width, shots);
  }
}
await browser.close();
fs.rmSync(SCRATCH, { recursive: true });
console.log(bad === 0 ? `${rest.length} pages: good` : `${bad} problems`);
process.exitCode = bad === 0 ? 0 : 1;
