import type { Stage } from './arrivals.ts';
import type { Engine } from './browsers.ts';
import type { NetworkKind } from './network.ts';

/**
 * What may still arrive from the built page, and how far it may get: when the frame is sent away, Chromium in its
 * default settings opens a connection on a guess ("preload pages") before it refuses the navigation. No request is
 * sent: no path, no body, no header. With "preload pages" off nothing of it is left.
 */
export const MAY_REMAIN: Readonly<Record<Engine, Readonly<Record<string, Stage>>>> = {
  chromium: {
    location: 'TCP',
    locationtls: 'TLS',
    replace: 'TCP',
    navigate: 'TCP',
    refresh: 'TCP',
    link: 'TCP',
    linkdownload: 'TCP',
    linksvg: 'TCP',
    openself: 'TCP',
  },
  firefox: {},
};

/** Routes that reach nothing even from the unprotected page: the engine lacks them, or refuses them to a file. */
export const NEVER_ARRIVES: Readonly<Record<Engine, readonly string[]>> = {
  chromium:
    words(`fetchlater track speculation workerurl sharedworker serviceworker filter template domparser svguse
    xslt dtd prerender linkinview dnsprefetchrelative fencedframe prefetchon speculationtext webauthn protocolhandler
    notification mediasession attribution outside policyreport wnestedmodule wnestedurl bloburl dataurl viewsource
    inserthtml`),
  firefox:
    words(`fetchlater websocketstream track paintworklet speculation workerurl sharedworker serviceworker filter
    template domparser svguse dtd prefetch prerender manifest dnsprefetchrelative fencedframe speculationtext payment
    fedcm protocolhandler attribution outside policyreport wwebsocketstream wnestedurl dataurl viewsource inserthtml
    ping`),
};

/** Routes of which there is nothing to count on loopback: they only ask the resolver, or want a name or a real network. */
const NOT_ON_LOOPBACK = words('dnsprefetch linkinview prefetchon webauthn candidate');

/** Whether a route arrives from the unprotected page: the proof that it runs at all. */
export function arrivesUnprotected(route: string, engine: Engine, kind: NetworkKind): boolean {
  if (NEVER_ARRIVES[engine].includes(route)) return false;
  return kind === 'namespace' || !NOT_ON_LOOPBACK.includes(route);
}

function words(text: string): string[] {
  return text.split(/\s+/);
}
