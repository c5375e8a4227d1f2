import { element, exotic, keep, type Group } from './route.ts';

export const scripts: Group = {
  title: 'script, module script, import(), SVG script, worklets, speculation rules, worker by URL',
  runs: 'page',
  routes: {
    script: (to) => element('script', { src: `${to.http}a.js` }),
    scriptmodule: (to) => element('script', { type: 'module', src: `${to.http}a.js` }),
    dynamicimport: (to) => import(/* @vite-ignore */ `${to.http}a.js`),
    svgscript: (to) => {
      const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
      const script = document.createElementNS('http://www.w3.org/2000/svg', 'script');
      script.setAttribute('href', `${to.http}a.js`);
      svg.append(script);
      document.body.append(svg);
    },
    audioworklet: (to) => keep(new AudioContext()).audioWorklet.addModule(`${to.http}a.js`),
    paintworklet: (to) => exotic.CSS.paintWorklet.addModule(`${to.http}a.js`),
    speculation: (to) => {
      element('script', { type: 'speculationrules' }).textContent = JSON.stringify({
        prefetch: [{ source: 'list', urls: [to.http] }],
        prerender: [{ source: 'list', urls: [`${to.http}p`] }],
      });
    },
    workerurl: (to) => keep(new Worker(`${to.http}a.js`)),
    sharedworker: (to) => keep(new SharedWorker(`${to.http}a.js`)),
    serviceworker: (to) => navigator.serviceWorker.register(`${to.http}a.js`),
  },
};
