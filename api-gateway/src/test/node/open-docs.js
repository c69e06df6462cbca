// Opens a page of the API's reference in a real browser, as somebody would who wants to know. Argument: its address. Prints
// {operations, problems}: what the page lists, and what went wrong on it (scripts, requests, the Content-Security-Policy).
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import chromium from "@sparticuz/chromium";
import puppeteer from "puppeteer-core";

// The browser is unpacked here, and takes its files with it.
process.env.TMPDIR = mkdtempSync(join(process.cwd(), "browser-"));
const PATIENCE = 180_000;
const problems = [];
let browser;
try {
  browser = await puppeteer.launch({
    args: chromium.args,
    executablePath: await chromium.executablePath(),
    headless: "shell",
    timeout: PATIENCE,
    protocolTimeout: PATIENCE,
  });
  const page = await browser.newPage();
  page.on("pageerror", (error) => problems.push(`script: ${error.message}`));
  page.on("console", (message) => message.type() === "error" && problems.push(`console: ${message.text()}`));
  page.on("requestfailed", (request) => problems.push(`request: ${request.url()} ${request.failure()?.errorText}`));
  page.on("response", (response) => response.status() >= 400 && problems.push(`answer: ${response.status()} ${response.url()}`));
  await page.exposeFunction("violated", (what) => problems.push(`policy: ${what}`));
  await page.evaluateOnNewDocument(() =>
    addEventListener("securitypolicyviolation", (e) => globalThis.violated(`${e.violatedDirective} ${e.blockedURI} ${e.sample}`)),
  );
  await page.goto(process.argv[2], { timeout: PATIENCE });
  await page.waitForSelector(".opblock", { timeout: PATIENCE });
  // What is folded in is drawn when it is opened: a form, a code block, a model.
  await page.click("#operations-Publishing-publish .opblock-summary-control");
  await page.waitForSelector("#operations-Publishing-publish .opblock-body", { timeout: PATIENCE });
  const operations = await page.$$eval(".opblock", (all) => all.map((one) => one.id));
  console.log(JSON.stringify({ operations, problems }));
} finally {
  await browser?.close();
  rmSync(process.env.TMPDIR, { recursive: true, force: true });
}
