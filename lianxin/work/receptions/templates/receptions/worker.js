// Keeps the page of a sealed notebook on the phone. It stores no answer that holds data.
const NAME = "{{ store }}-{{ version }}";
const HOME = "{{ home|escapejs }}";
const KEPT = [{% for path in kept %}"{{ path|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];

addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(NAME)
      .then((cache) => cache.addAll(KEPT.map((path) => new Request(path, { cache: "reload", credentials: "omit" }))))
      .then(() => skipWaiting())
  );
});

addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith("{{ store }}-") && name !== NAME).map((name) => caches.delete(name))))
      .then(() => clients.claim())
  );
});

addEventListener("fetch", (event) => {
  const { request } = event, address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin || !KEPT.includes(address.pathname)) return;
  event.respondWith(
    caches.open(NAME)
      .then((cache) => cache.match(address.pathname))
      .then((kept) => kept || fetch(request))
  );
});
