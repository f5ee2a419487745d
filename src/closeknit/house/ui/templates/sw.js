const KEPT = "kept-{{ version }}", READ = "read", READER = "/reader", MOST = 60;
const OFFLINE = "{% url 'offline' %}";
const FILES = [{% for url in kept %}"{{ url|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];

self.addEventListener("install", (event) => {
  // The page without a net is a stranger's, whoever is signed in now.
  const offline = new Request(OFFLINE, { credentials: "omit" });
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll([...FILES, offline])));
  self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  const old = (names) => Promise.all(names.filter((name) => ![KEPT, READ].includes(name)).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(old).then(() => self.clients.claim()));
});

// A page is kept as it will be shown without a net: with the line that says so. Of one reader only: whoever signs out
// has the browser clear everything (accounts:leave), and where a session merely ended the next page shows it.
async function remember(url, fresh) {
  if (!(fresh.headers.get("content-type") || "").startsWith("text/html")) return;
  const text = await fresh.text(), reader = (/^<!doctype html>\s*<html[^>]* data-reader="([^"]*)"/.exec(text) || [])[1];
  if (reader === undefined) return;
  const before = await caches.match(READER, { cacheName: READ });
  if (!before || (await before.text()) !== reader) await caches.delete(READ);
  const read = await caches.open(READ);
  await read.put(READER, new Response(reader));
  if (!fresh.ok || (fresh.headers.get("cache-control") || "").includes("no-store")) return;
  const headers = { "content-type": "text/html; charset=utf-8", "content-security-policy": fresh.headers.get("content-security-policy") || "" };
  await read.put(url, new Response(text.replace('id="offline" hidden', 'id="offline"'), { headers }));
  const pages = (await read.keys()).filter((page) => !page.url.endsWith(READER));
  for (const page of pages.slice(0, Math.max(0, pages.length - MOST))) await read.delete(page);
}

async function page(event) {
  const url = event.request.url.split("#")[0];
  try {
    const fresh = await fetch(event.request);
    event.waitUntil(remember(url, fresh.clone()));
    return fresh;
  } catch {
    return (await caches.match(url, { cacheName: READ })) || (await caches.match(OFFLINE)) || Response.error();
  }
}

async function file(event) {
  const had = await caches.match(event.request);
  if (had) return had;
  const fresh = await fetch(event.request);
  if (fresh.ok) event.waitUntil(caches.open(KEPT).then((kept) => kept.put(event.request, fresh.clone())));
  return fresh;
}

self.addEventListener("fetch", (event) => {
  const { request } = event, { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (pathname.startsWith("{{ static }}")) event.respondWith(file(event));
});
