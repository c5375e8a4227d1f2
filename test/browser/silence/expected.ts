import type { Stage } from './arrivals.ts';
import type { Engine } from './browsers.ts';
import type { NetworkKind } from './network.ts';

/**
 * What may still arrive from the built page, and how far it may get: Chromium in its default settings asks for a name
 * or opens a connection on a guess ("preload pages"), before the policy or the sandbox refuses the rest. No request is
 * sent: no path, no body, no header. With "preload pages" off nothing of it is left.
 */
export const MAY_REMAIN: Readonly<Record<Engine, Readonly<Record<string, Stage>>>> = {
  chromium: {
    dnsprefetch: 'DNS',
    preconnect: 'TCP',
    preconnecttls: 'TLS',
    preconnectcors: 'TCP',
    framesrc: 'TCP',
    framelocation: 'TCP',
    framereplace: 'TCP',
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
    xslt dtd prerender linkinview dnsprefetchrelative fencedframe webauthn protocolhandler notification mediasession
    attribution outside policyreport wnestedmodule wnestedurl bloburl dataurl viewsource inserthtml`),
  firefox:
    words(`fetchlater websocketstream track paintworklet speculation workerurl sharedworker serviceworker filter
    template domparser svguse dtd prefetch prerender manifest dnsprefetchrelative preconnect preconnecttls
    preconnectcors fencedframe payment fedcm protocolhandler attribution outside policyreport wwebsocketstream
    wnestedurl dataurl viewsource inserthtml ping openhint`),
};

/** Routes that only ask the resolver, or take a name and no address: on loopback there is nothing to count. */
const NAMES_ONLY = words('dnsprefetch linkinview framehints webauthn');

/** Whether a route arrives from the unprotected page: the proof that it runs at all. */
export function arrivesUnprotected(route: string, engine: Engine, kind: NetworkKind): boolean {
  if (NEVER_ARRIVES[engine].includes(route)) return false;
  return kind === 'namespace' || !NAMES_ONLY.includes(route);
}

function words(text: string): string[] {
  return text.split(/\s+/);
}
