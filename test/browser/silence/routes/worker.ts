import { exotic, keep, type Group } from './route.ts';

let wrap: ((url: string) => string) | undefined;

/** A worker has a Trusted Types factory of its own: hostile code in it could make the policy that the document has. */
function script(url: string): string {
  if (!wrap) {
    wrap = (text) => text;
    try {
      const policy = exotic.trustedTypes?.createPolicy('oopscope', { createScriptURL: (text) => text });
      if (policy) wrap = (text) => policy.createScriptURL(text);
    } catch {
      // Refused: plain strings then.
    }
  }
  return wrap(url);
}

const nested = (code: string, options?: WorkerOptions): Worker =>
  keep(new Worker(script(URL.createObjectURL(new Blob([code], { type: 'text/javascript' }))), options));

export const worker: Group = {
  title:
    'in the worker: fetch, XHR, WebSocket, EventSource, WebTransport, importScripts, import(), FontFace, nested workers',
  runs: 'worker',
  routes: {
    wfetch: (to) => fetch(to.http, { mode: 'no-cors' }),
    wfetchkeepalive: (to) => fetch(to.http, { method: 'POST', body: 'x', keepalive: true, mode: 'no-cors' }),
    wxhr: (to) => {
      const request = new XMLHttpRequest();
      request.open('GET', to.http);
      request.send();
    },
    wwebsocket: (to) => keep(new WebSocket(to.ws)),
    wwebsocketstream: (to) => keep(new exotic.WebSocketStream(to.ws)),
    weventsource: (to) => keep(new EventSource(to.http)),
    wtransport: (to) => {
      const made = keep(new exotic.WebTransport(to.https));
      made.closed.catch(() => 0);
      return made.ready;
    },
    wimportscripts: (to) => exotic.importScripts(script(`${to.http}a.js`)),
    wimport: (to) => import(/* @vite-ignore */ `${to.http}a.js`),
    wfont: (to) => new FontFace('q', `url(${to.http})`).load(),
    wcacheadd: (to) => caches.open('x').then((cache) => cache.add(to.http)),
    wnested: (to) => nested(`fetch("${to.http}",{mode:"no-cors"}).catch(()=>0)`),
    wnestedmodule: (to) => nested(`import "${to.http}a.js"`, { type: 'module' }),
    wnestedurl: (to) => keep(new Worker(script(`${to.http}a.js`))),
  },
};
