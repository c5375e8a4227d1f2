import { element, type Group } from './route.ts';

const link = (rel: string, href: string, more: Record<string, string> = {}): HTMLElement =>
  element('link', { rel, href, ...more }, document.head);

export const preloading: Group = {
  title:
    'link preload, modulepreload, prefetch, prerender, icon, manifest, compression-dictionary; a link in view',
  runs: 'page',
  routes: {
    preload: (to) => link('preload', to.http, { as: 'image' }),
    modulepreload: (to) => link('modulepreload', `${to.http}a.js`),
    prefetch: (to) => link('prefetch', to.http),
    prerender: (to) => link('prerender', to.http),
    icon: (to) => link('icon', to.http),
    manifest: (to) => link('manifest', to.http),
    dictionary: (to) => link('compression-dictionary', to.http),
    linkinview: (to) => {
      element('a', { href: to.http, style: 'position:fixed;left:0;top:0' }).textContent = 'a link in view';
    },
  },
};

export const dnsHints: Group = {
  title: 'link dns-prefetch',
  runs: 'page',
  routes: {
    dnsprefetch: (to) => link('dns-prefetch', to.http),
    dnsprefetchrelative: (to) => link('dns-prefetch', to.http.replace(/^http:/, '')),
  },
};

export const connectHints: Group = {
  title: 'link preconnect',
  runs: 'page',
  routes: {
    preconnect: (to) => link('preconnect', to.http),
    preconnecttls: (to) => link('preconnect', to.https),
    preconnectcors: (to) => link('preconnect', to.http, { crossorigin: '' }),
  },
};
