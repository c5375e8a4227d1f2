import { element, exotic, htmlBlob, picture, type Group } from './route.ts';

export const frames: Group = {
  title:
    'a picture in a child frame (srcdoc, blob:, data:, javascript:, written), hints and refresh in it, a form sent into it',
  runs: 'page',
  routes: {
    framesrcdoc: (to) => element('iframe', { srcdoc: picture(to) }),
    frameblob: (to) => element('iframe', { src: htmlBlob(picture(to)) }),
    framedata: (to) => element('iframe', { src: `data:text/html,${picture(to)}` }),
    framejavascript: (to) => element('iframe', { src: `javascript:"<img src=${to.http}>"` }),
    framewritten: (to) => {
      const inside = element('iframe').contentDocument!;
      inside.write(picture(to));
      inside.close();
    },
    frameappended: (to) => {
      const inside = element('iframe').contentDocument!;
      inside.body.append(Object.assign(inside.createElement('img'), { src: to.http }));
    },
    framerefresh: (to) =>
      element('iframe', { srcdoc: `<meta http-equiv="refresh" content="0;url=${to.http}">` }),
    framehints: (to) =>
      element('iframe', {
        srcdoc: `<link rel="dns-prefetch" href="${to.http}"><link rel="preconnect" href="${to.http}">`,
      }),
    frameform: (to) => {
      element('iframe', { name: 'silenceform' });
      element('form', { action: to.http, target: 'silenceform', method: 'post' }).submit();
    },
    fencedframe: (to) => {
      const frame = element('fencedframe') as HTMLElement & { config?: object };
      frame.config = new exotic.FencedFrameConfig(to.http);
    },
  },
};

export const frameAddresses: Group = {
  title: 'a child frame sent to an address (src, location)',
  runs: 'page',
  routes: {
    framesrc: (to) => element('iframe', { src: to.http }),
    framelocation: (to) => {
      element('iframe').contentWindow!.location.href = to.http;
    },
    framereplace: (to) => element('iframe').contentWindow!.location.replace(to.http),
    frameobject: (to) => element('object', { data: to.http, type: 'text/html' }),
  },
};
