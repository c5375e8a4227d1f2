import { element, exotic, htmlBlob, picture, type Group, type Target } from './route.ts';

export const ownAddress: Group = {
  title:
    'the own frame sent away: location, replace, Navigation API, refresh, link (HTML, SVG, download), window.open(_self)',
  runs: 'click',
  routes: {
    location: (to) => {
      location.href = to.http;
    },
    locationtls: (to) => {
      location.href = to.https;
    },
    replace: (to) => location.replace(to.http),
    navigate: (to) => {
      const { committed, finished } = exotic.navigation.navigate(to.http);
      finished.catch(() => 0);
      return committed;
    },
    refresh: (to) => element('meta', { 'http-equiv': 'refresh', content: `0;url=${to.http}` }, document.head),
    link: (to) => element('a', { href: to.http }).click(),
    linkdownload: (to) => element('a', { href: to.http, download: 'x' }).click(),
    linksvg: (to) => {
      const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
      const link = document.createElementNS('http://www.w3.org/2000/svg', 'a');
      link.setAttribute('href', to.http);
      svg.append(link);
      document.body.append(svg);
      link.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
    },
    openself: (to) => window.open(to.http, '_self'),
  },
};

export const ownDocument: Group = {
  title:
    'the own document replaced: javascript:, blob:, data:, view-source:, document.write; insertHTML; a ping',
  runs: 'click',
  routes: {
    javascripturl: (to) => {
      location.href = `javascript:"<img src=${to.http}>"`;
    },
    bloburl: (to) => {
      location.href = htmlBlob(`${picture(to)}<script>fetch("${to.http}f")</script>`);
    },
    dataurl: (to) => {
      location.href = `data:text/html,${picture(to)}`;
    },
    viewsource: (to) => {
      location.href = `view-source:${to.http}`;
    },
    documentopen: (to) => {
      document.open();
      document.write(picture(to));
      document.close();
    },
    inserthtml: (to) => document.execCommand('insertHTML', false, picture(to)),
    ping: (to) => element('a', { href: '#x', ping: to.http }).click(),
  },
};

const form = (to: Target, attributes: Record<string, string> = {}): HTMLFormElement => {
  const made = element('form', { action: to.http, ...attributes });
  element('input', { name: 'a', value: 'b' }, made);
  return made;
};

export const forms: Group = {
  title: 'a form sent: self, new window, top, POST',
  runs: 'click',
  routes: {
    form: (to) => form(to).submit(),
    formblank: (to) => form(to, { target: '_blank' }).submit(),
    formtop: (to) => form(to, { target: '_top' }).submit(),
    formpost: (to) => form(to, { method: 'post' }).submit(),
  },
};

export const topAddress: Group = {
  title: 'the page itself sent away: top, parent, link and window.open(_top)',
  runs: 'click',
  routes: {
    top: (to) => {
      top!.location.href = to.http;
    },
    parent: (to) => {
      parent.location.href = to.http;
    },
    linktop: (to) => element('a', { href: to.http, target: '_top' }).click(),
    opentop: (to) => window.open(to.http, '_top'),
  },
};

const popup = (): Window => {
  const opened = window.open('about:blank');
  if (!opened) throw new TypeError('no window was opened');
  return opened;
};

export const popups: Group = {
  title:
    'new windows: open, link, blob:, written, navigated, a hint or RTCPeerConnection in one, picture in picture',
  runs: 'click',
  routes: {
    open: (to) => window.open(to.http),
    linkblank: (to) => element('a', { href: to.http, target: '_blank' }).click(),
    openblob: (to) => window.open(htmlBlob(picture(to))),
    openwritten: (to) => popup().document.write(picture(to)),
    opennavigated: (to) => {
      popup().location.href = to.http;
    },
    openhint: (to) => {
      const { document: inside } = popup();
      inside.head.append(Object.assign(inside.createElement('link'), { rel: 'preconnect', href: to.http }));
    },
    openstun: async (to) => {
      const opened = popup() as Window & { RTCPeerConnection?: typeof RTCPeerConnection };
      const connection = new opened.RTCPeerConnection!({ iceServers: [{ urls: `stun:${to.stun}` }] });
      connection.createDataChannel('x');
      await connection.setLocalDescription(await connection.createOffer());
    },
    pictureinpicture: async (to) => {
      const opened = await exotic.documentPictureInPicture.requestWindow();
      opened.document.body.append(Object.assign(opened.document.createElement('img'), { src: to.http }));
    },
  },
};
