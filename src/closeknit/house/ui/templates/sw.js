const KEPT = "kept-1", READ = "read-1";
self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll([{% for url in kept %}"{{ url|escapejs }}", {% endfor %}"{% url 'offline' %}"])));
  self.skipWaiting();
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
async function page(request) {
  const read = await caches.open(READ);
  try {
    const fresh = await fetch(request);
    if (fresh.ok && !fresh.redirected) await read.put(request, fresh.clone());
    return fresh;
  } catch (error) {
    return (await read.match(request)) || (await caches.match("{% url 'offline' %}")) || Response.error();
  }
}
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (new URL(request.url).pathname.startsWith("/static/"))
    event.respondWith(caches.match(request).then((had) => had || fetch(request)));
});
