// Keeps the shell of the writing page: shown at an answer's address while Margin can't be reached. It holds no person's words.
const SHELL = "{% url 'submissions:offline' %}";
const FILES = [
  {% for file in files %}"{{ file }}",
  {% endfor %}
];
const ANSWER = /^\/c\/[^/]+\/[^/]+\/answer\/\d+\/$/;
const AWAY = [502, 503, 504];
const kept = caches.open("margin-{{ release }}");

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(kept.then((cache) => cache.addAll([SHELL, ...FILES])));
});

addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys().then((names) => Promise.all(names.filter((name) => name !== "margin-{{ release }}").map((name) => caches.delete(name)))),
  );
});

const found = (request) => kept.then((cache) => cache.match(request)).catch(() => undefined);

async function page(request) {
  try {
    const response = await fetch(request);
    return AWAY.includes(response.status) ? ((await found(SHELL)) ?? response) : response;
  } catch (problem) {
    return (await found(SHELL)) ?? Promise.reject(problem);
  }
}

const file = async (request) => (await found(request)) ?? fetch(request);

addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  if (event.request.mode === "navigate" && event.request.method === "GET" && ANSWER.test(pathname)) {
    event.respondWith(page(event.request));
  } else if (FILES.includes(pathname)) event.respondWith(file(event.request));
});
