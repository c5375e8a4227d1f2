import { element, type Group } from './route.ts';

export const media: Group = {
  title: 'img, srcset, picture, input image, video, audio, poster, track, embed, object, body background',
  runs: 'page',
  routes: {
    img: (to) => {
      new Image().src = to.http;
    },
    srcset: (to) => element('img', { srcset: `${to.http} 1x` }),
    picturesource: (to) => {
      const picture = document.createElement('picture');
      element('source', { srcset: to.http }, picture);
      element('img', {}, picture);
      document.body.append(picture);
    },
    inputimage: (to) => element('input', { type: 'image', src: to.http }),
    video: (to) => element('video', { src: to.http, preload: 'auto' }),
    audio: (to) => element('audio', { src: to.http, preload: 'auto' }),
    poster: (to) => element('video', { poster: to.http }),
    track: (to) => {
      const video = element('video');
      element('track', { src: to.http, kind: 'captions', default: '' }, video).track.mode = 'showing';
    },
    embed: (to) => element('embed', { src: to.http }),
    object: (to) => element('object', { data: to.http }),
    body: (to) => document.body.setAttribute('background', to.http),
  },
};
