// Keeps the files of the page in the browser, so that it opens while the node is away. What the node answers is never kept.

declare const self: ServiceWorkerGlobalScope;
/** Put in by the build: the paths of the files, and a name that is another one whenever one of them is. */
declare const FILES: readonly string[];
declare const KEPT: string;

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(KEPT)
      .then((kept) => kept.addAll([...FILES]))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin || !FILES.includes(pathname)) return;
  event.respondWith(answer(request, pathname));
});

/** The node's own file where it is there. */
async function answer(request: Request, pathname: string): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match(pathname);
    if (kept === undefined) throw error;
    return kept;
  }
}
