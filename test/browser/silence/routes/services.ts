import { element, exotic, keep, type Group } from './route.ts';

export const services: Group = {
  title:
    'PaymentRequest, FedCM, WebAuthn, protocol handler, Notification icon, MediaSession, attribution, policy report',
  runs: 'page',
  routes: {
    payment: (to) =>
      new exotic.PaymentRequest([{ supportedMethods: `${to.https}pay` }], {
        total: { label: 'x', amount: { currency: 'USD', value: '1' } },
      }).canMakePayment(),
    fedcm: (to) =>
      navigator.credentials.get({
        identity: { providers: [{ configURL: `${to.https}c.json`, clientId: 'x' }] },
      } as CredentialRequestOptions),
    webauthn: (to) =>
      navigator.credentials.get({ publicKey: { challenge: new Uint8Array(16), rpId: to.host } }),
    protocolhandler: (to) => navigator.registerProtocolHandler('web+x', `${to.http}%s`),
    notification: (to) => keep(new Notification('x', { icon: to.http })),
    mediasession: (to) => {
      navigator.mediaSession.metadata = new MediaMetadata({ title: 'x', artwork: [{ src: to.http }] });
    },
    attribution: (to) => {
      (document.createElement('img') as HTMLImageElement & { attributionSrc?: string }).attributionSrc =
        to.https;
    },
    outside: (to) => {
      // What the outer document would have to follow, in every message it knows.
      for (const kind of ['save', 'set', 'guard', 'part', 'files', 'title'])
        parent.postMessage(
          { kind, name: to.http, url: to.http, href: to.http, key: 'theme', value: to.http },
          '*',
        );
      parent.postMessage('oopscope:knock', '*');
    },
    // Last: its own policy stops later pictures.
    policyreport: (to) => {
      element(
        'meta',
        {
          'http-equiv': 'Content-Security-Policy',
          content: `img-src https://nothing.invalid; report-uri ${to.http}`,
        },
        document.head,
      );
      new Image().src = 'http://blocked.invalid/';
    },
  },
};
