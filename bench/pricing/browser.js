// The same comparison in a real Chromium: the page gets the modules from a server on loopback.
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { extname, join, normalize } from "node:path";

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };
const HERE = new URL(".", import.meta.url).pathname;

const PAGE = `<!doctype html><meta charset="utf-8"><title>pricing</title>
<script type="importmap">{"imports": {"titan-core": "/package/pkg/full/browser.js"}}</script>`;

/** Runs in the page. CommonJS modules of the workload are read as they are. */
const inPage = async ({ sizes, seconds, isShared }) => {
  const core = await import("titan-core");
  const { interleaved } = await import("/bench/measure.js");
  const { generator } = await import("/bench/documents.js");
  const loaded = {};
  const load = async (name, url) => {
    const text = await (await fetch(url)).text();
    const module = { exports: {} };
    new Function("module", "exports", "require", text)(module, module.exports, (asked) => loaded[asked]);
    loaded[name] = module.exports;
  };
  if (isShared) {
    await load("./workload", "/workload/workload.js");
    await load("decimal.js", "/decimal.js");
    await load("big.js", "/big.js");
    await load("plain", "/workload/price_plain.js");
  }
  const { agree, sidesOf } = await import("/bench/sides.js");
  const { makeCart, makePromos } = loaded["./workload"] ?? generator;
  return sizes.map(([count, rules]) => {
    const sides = sidesOf(core, loaded.plain, makeCart(count), makePromos(rules));
    const { net, tax } = agree(sides);
    const times = interleaved(sides, { seconds, now: () => performance.now() });
    return { size: [count, rules], names: sides.map(({ name }) => name), times, net, tax };
  });
};

export const inBrowser = async (options) => {
  const require = createRequire(`${process.env.TITAN_E2E}/package.json`);
  const { chromium } = require("@playwright/test");
  const own = createRequire(import.meta.url);
  const folders = {
    "/bench/": HERE,
    "/package/": `${process.env.TITAN_JS_PACKAGE}/`,
    "/workload/": `${process.env.TITAN_WORKLOAD}/`,
  };
  const files = { "/decimal.js": own.resolve("decimal.js"), "/big.js": own.resolve("big.js") };
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url, "http://x").pathname);
    const folder = Object.keys(folders).find((start) => path.startsWith(start));
    const file = files[path] ?? (folder && join(folders[folder], path.slice(folder.length)));
    const content = path === "/" ? PAGE : file ? readFileSync(file) : "";
    response.setHeader("content-type", TYPES[path === "/" ? ".html" : extname(path)] ?? "text/plain");
    // What gives a page the finest clock.
    response.setHeader("cross-origin-opener-policy", "same-origin");
    response.setHeader("cross-origin-embedder-policy", "require-corp");
    response.end(content);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    const results = await page.evaluate(inPage, options);
    return results.map((result) => ({ ...result, version: browser.version() }));
  } finally {
    await browser.close();
    server.close();
  }
};
