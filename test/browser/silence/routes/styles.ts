import { element, rule, type Group } from './route.ts';

export const styles: Group = {
  title:
    'style sheet, @import, @font-face, FontFace; CSS url() in background, image-set, cursor, mask, filter, content',
  runs: 'page',
  routes: {
    stylesheet: (to) => element('link', { rel: 'stylesheet', href: `${to.http}a.css` }, document.head),
    cssimport: (to) => rule(`@import url(${to.http}a.css);`),
    fontface: (to) => {
      rule(`@font-face{font-family:silencefont;src:url(${to.http})}`);
      element('span', { style: 'font-family:silencefont' }).textContent = 'x';
    },
    fontapi: (to) => new FontFace('silencefontapi', `url(${to.http})`).load(),
    background: (to) => {
      element('div', { class: 'silencebackground' }).textContent = 'x';
      rule(`.silencebackground{background:url(${to.http})}`);
    },
    imageset: (to) => {
      const box = element('div');
      box.textContent = 'x';
      box.style.backgroundImage = `image-set(url(${to.http}) 1x)`;
    },
    cursor: (to) => {
      document.documentElement.style.cursor = `url(${to.http}), auto`;
    },
    styleattribute: (to) => {
      element('div', { style: `background-image:url(${to.http})` }).textContent = 'x';
    },
    mask: (to) => {
      element('div', { style: `mask:url(${to.http}#a)` }).textContent = 'x';
    },
    filter: (to) => {
      element('div', { style: `filter:url(${to.http}#a)` }).textContent = 'x';
    },
    content: (to) => element('div', { style: `content:url(${to.http})` }),
    stylesetter: (to) => {
      const box = element('div');
      box.textContent = 'x';
      box.style.listStyleImage = `url(${to.http})`;
      box.style.display = 'list-item';
    },
    adopted: (to) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`.silenceadopted{background:url(${to.http})}`);
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
      element('div', { class: 'silenceadopted' }).textContent = 'x';
    },
  },
};
