// Whether reports are accessible, as far as axe-core can tell: no violation, and no contrast that it could not work out.
//
// Opens each report in headless Chromium at two widths, light and dark, with its tables folded and open. With --shots FOLDER it
// also writes screenshots: light, dark, forced colours and print, for a person to look at. Ends with 1 if anything is wrong.
//
//     npm install --prefix tests/web
//     node tests/web/report.js data/out/lga-councillors-2017/report.html

import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import puppeteer from "puppeteer-core";

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WIDTHS = [1280, 390];

async function open(browser, file, width, scheme) {
  const page = await browser.newPage();
  // The page lets no script run, and axe-core is one.
  await page.setBypassCSP(true);
  await page.setViewport({ width, height: 900 });
  const features = [{ name: "prefers-color-scheme", value: scheme === "dark" ? "dark" : "light" }];
  if (scheme === "forced") {
    features.push({ name: "forced-colors", value: "active" });
  }
  const session = await page.createCDPSession();
  await session.send("Emulation.setEmulatedMedia", { media: scheme === "print" ? "print" : "", features });
  await page.goto(`file://${path.resolve(file)}`);
  return page;
}

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

const rest = process.argv.slice(2);
const at = rest.indexOf("--shots");
const shots = at < 0 ? null : rest.splice(at, 2)[1];
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
let bad = 0;
for (const file of rest) {
  for (const width of WIDTHS) {
    for (const scheme of ["light", "dark"]) {
      const page = await open(browser, file, width, scheme);
      for (const folded of [true, false]) {
        if (!folded) {
          await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
        }
        const said = await problems(page);
        bad += said.length;
        const state = `${file} at ${width}, ${scheme}, ${folded ? "folded" : "open"}`;
        console.log(said.length === 0 ? `${state}: good` : `${state}:\n  ${said.join("\n  ")}`);
      }
      await page.close();
    }
    for (const scheme of shots ? ["light", "dark", "forced", "print"] : []) {
      const page = await open(browser, file, width, scheme);
      const name = `${path.basename(path.dirname(path.resolve(file)))}-${width}-${scheme}.png`;
      await page.screenshot({ path: path.join(shots, name), clip: { x: 0, y: 0, width, height: 4000 }, captureBeyondViewport: true });
      await page.close();
    }
  }
}
await browser.close();
process.exitCode = bad === 0 ? 0 : 1;
