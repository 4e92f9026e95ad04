// The service worker of Titan POS: the register opens without a network.
//
// A template: `cargo xtask build` puts the version and the list of files in and writes it to dist/sw.js.
//
// A new version is downloaded completely beside the old one and then waits. It takes over only when the page
// says so (SKIP_WAITING), which it does at an empty cart, never during a sale.

const VERSION = "__VERSION__";
const PRECACHE = __PRECACHE__;

const PREFIX = "titan-pos-";
const CACHE = PREFIX + VERSION;
const SHELL = "/";
const FILES = new Set(PRECACHE);

// The server's own: never answered from a cache.
const LIVE = ["/api/", "/health", "/ready", "/metrics"];

self.addEventListener("install", (event) => {
  event.waitUntil(precache());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(takeOver());
});

self.addEventListener("message", (event) => {
  if (event.data && event.data.type === "SKIP_WAITING") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const request = event.request;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (LIVE.some((path) => url.pathname.startsWith(path))) return;
  if (request.mode === "navigate") event.respondWith(cacheFirst(request, SHELL));
  else if (FILES.has(url.pathname)) event.respondWith(cacheFirst(request, url.pathname));
});

// All files or none: one that is missing fails the installation, and the old version stays.
// "reload" goes past the browser's HTTP cache, which may hold an older file of the same name.
async function precache() {
  const cache = await caches.open(CACHE);
  await cache.addAll(PRECACHE.map((path) => new Request(path, { cache: "reload" })));
}

async function takeOver() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

// The browser may have evicted the cache; then the network is the last resort.
async function cacheFirst(request, path) {
  const cache = await caches.open(CACHE);
  const cached = await cache.match(path);
  return cached || fetch(request);
}
