import { exotic, picture, type Group } from './route.ts';

const inDiv = (html: string): void => {
  const div = document.createElement('div');
  document.body.append(div);
  div.innerHTML = html;
};

export const markup: Group = {
  title: 'markup from strings: innerHTML, template, DOMParser, SVG image, use and feImage, XSLT, DTD',
  runs: 'page',
  routes: {
    innerhtml: (to) => {
      document.createElement('div').innerHTML = picture(to);
    },
    template: (to) => {
      document.createElement('template').innerHTML = picture(to);
    },
    domparser: (to) => new DOMParser().parseFromString(picture(to), 'text/html'),
    svgimage: (to) => inDiv(`<svg><image href="${to.http}"/></svg>`),
    svguse: (to) => inDiv(`<svg><use href="${to.http}#a"/></svg>`),
    svgfeimage: (to) =>
      inDiv(
        `<svg width="10" height="10"><filter id="silencefe"><feImage href="${to.http}"/></filter>` +
          '<rect filter="url(#silencefe)" width="9" height="9"/></svg>',
      ),
    svgimagedom: (to) => {
      const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
      const image = document.createElementNS('http://www.w3.org/2000/svg', 'image');
      image.setAttribute('href', to.http);
      svg.append(image);
      document.body.append(svg);
    },
    xslt: (to) => {
      const sheet = new DOMParser().parseFromString(
        '<?xml version="1.0"?><xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">' +
          `<xsl:import href="${to.http}"/><xsl:template match="/"><a/></xsl:template></xsl:stylesheet>`,
        'text/xml',
      );
      new XSLTProcessor().importStylesheet(sheet);
    },
    dtd: (to) => new DOMParser().parseFromString(`<!DOCTYPE a SYSTEM "${to.http}"><a/>`, 'text/xml'),
    ownpolicy: (to) => {
      // The names the page's own Trusted Types policies have: a second one of that name would open the rows above.
      const html = `${picture(to)}<link rel="dns-prefetch" href="${to.http}">`;
      const policy = exotic.trustedTypes?.createPolicy('svelte-trusted-html', { createHTML: (text) => text });
      const frame = document.createElement('iframe');
      frame.srcdoc = policy?.createHTML(html) ?? html;
      document.body.append(frame);
    },
  },
};
