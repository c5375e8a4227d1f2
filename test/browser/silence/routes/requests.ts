import { exotic, keep, type Group } from './route.ts';

export const requests: Group = {
  title:
    'fetch (CORS, no-CORS, keepalive, later, topics, wasm streaming), XHR, WebSocket, EventSource, beacon',
  runs: 'page',
  routes: {
    fetch: (to) => fetch(to.http),
    fetchnocors: (to) => fetch(to.http, { mode: 'no-cors' }),
    fetchkeepalive: (to) => fetch(to.http, { method: 'POST', body: 'x', keepalive: true, mode: 'no-cors' }),
    fetchlater: (to) => exotic.fetchLater(to.http, { activateAfter: 0 }),
    fetchtopics: (to) => fetch(to.http, { browsingTopics: true } as RequestInit),
    wasmstream: (to) => WebAssembly.compileStreaming(fetch(to.http)),
    xhr: (to) => {
      const request = new XMLHttpRequest();
      request.open('GET', to.http);
      request.send();
    },
    websocket: (to) => keep(new WebSocket(to.ws)),
    websocketstream: (to) => keep(new exotic.WebSocketStream(to.ws)),
    eventsource: (to) => keep(new EventSource(to.http)),
    beacon: (to) => navigator.sendBeacon(to.http, 'x'),
    cacheadd: (to) => caches.open('x').then((cache) => cache.add(to.http)),
  },
};

export const transport: Group = {
  title: 'WebTransport',
  runs: 'page',
  routes: {
    webtransport: (to) => {
      const made = keep(new exotic.WebTransport(to.https));
      made.closed.catch(() => 0);
      return made.ready;
    },
  },
};
