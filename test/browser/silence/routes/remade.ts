/** Ways to a link element, a frame or a style sheet for a page from which the plain ways have been taken. */
import { element, type Group, type Target } from './route.ts';

interface Sanitizing {
  setHTML(html: string, options: { sanitizer: object }): void;
}

function asHint(link: Element, to: Target): void {
  link.setAttribute('rel', 'preconnect dns-prefetch');
  link.setAttribute('href', to.http);
  document.head.append(link);
}

function xslOutput(content: (sheet: XMLDocument) => Element): DocumentFragment {
  const XSL = 'http://www.w3.org/1999/XSL/Transform';
  const sheet = document.implementation.createDocument(XSL, 'xsl:stylesheet', null);
  sheet.documentElement.setAttribute('version', '1.0');
  const template = sheet.createElementNS(XSL, 'xsl:template');
  template.setAttribute('match', '/');
  template.append(content(sheet));
  sheet.documentElement.append(template);
  const transform = new XSLTProcessor();
  transform.importStylesheet(sheet);
  return transform.transformToFragment(document.implementation.createDocument(null, 'a', null), document);
}

const xslElement = (sheet: XMLDocument, name: string, attributes: Record<string, string>): Element => {
  const XSL = 'http://www.w3.org/1999/XSL/Transform';
  const made = sheet.createElementNS(XSL, 'xsl:element');
  made.setAttribute('name', name);
  made.setAttribute('namespace', 'http://www.w3.org/1999/xhtml');
  for (const [key, value] of Object.entries(attributes)) {
    const attribute = sheet.createElementNS(XSL, 'xsl:attribute');
    attribute.setAttribute('name', key);
    attribute.append(value);
    made.append(attribute);
  }
  return made;
};

export const remade: Group = {
  title:
    'hints and frames made by other means: namespaces, XML, XSLT, setHTML, custom elements, clones, refresh, switches',
  runs: 'page',
  routes: {
    hintnamespace: (to) => asHint(document.createElementNS('http://www.w3.org/1999/xhtml', 'x:link'), to),
    hintxml: (to) => {
      const other = document.implementation.createDocument('http://www.w3.org/1999/xhtml', 'html', null);
      asHint(other.createElementNS('http://www.w3.org/1999/xhtml', 'link'), to);
    },
    hintroot: (to) => {
      const other = document.implementation.createDocument('http://www.w3.org/1999/xhtml', 'link', null);
      asHint(other.documentElement, to);
    },
    hintother: (to) => asHint(document.implementation.createHTMLDocument('').createElement('link'), to),
    hintclone: (to) => {
      const found = document.querySelector('link') ?? document.createElement('link');
      asHint(found.cloneNode() as Element, to);
    },
    hintcustom: (to) => {
      class Made extends HTMLLinkElement {}
      customElements.define('silence-link', Made, { extends: 'link' });
      asHint(new Made(), to);
    },
    hintcaught: (to) => {
      // A constructor sees its element before createElement hands it out.
      let caught: Element | undefined;
      class Caught extends HTMLLinkElement {
        constructor() {
          super();
          caught = this; // eslint-disable-line @typescript-eslint/no-this-alias
        }
      }
      customElements.define('silence-caught', Caught, { extends: 'link' });
      try {
        document.createElement('link', { is: 'silence-caught' });
      } finally {
        if (caught) asHint(caught, to);
      }
    },
    hintxslt: (to) => {
      const made = xslOutput((sheet) =>
        xslElement(sheet, 'link', { rel: 'preconnect dns-prefetch', href: to.http }),
      );
      document.body.append(made);
    },
    hintsethtml: (to) => {
      const sanitizer = { elements: [{ name: 'link', attributes: ['rel', 'href'] }] };
      const box = element('div') as unknown as Sanitizing;
      box.setHTML(`<link rel="preconnect dns-prefetch" href="${to.http}">`, { sanitizer });
    },
    hintshadow: (to) => {
      const sanitizer = { elements: [{ name: 'link', attributes: ['rel', 'href'] }] };
      const root = element('div').attachShadow({ mode: 'open' }) as unknown as Sanitizing;
      root.setHTML(`<link rel="preconnect dns-prefetch" href="${to.http}">`, { sanitizer });
    },
    hintparsehtml: (to) => {
      const sanitizer = { elements: ['html', 'head', 'body', { name: 'link', attributes: ['rel', 'href'] }] };
      const parse = (Document as unknown as { parseHTML(html: string, options: object): Document }).parseHTML;
      const made = parse(`<link rel="preconnect dns-prefetch" href="${to.http}">`, { sanitizer });
      document.head.append(document.adoptNode(made.querySelector('link')!));
    },
    hintlying: (to) => {
      // A name that is another one when it is looked at twice.
      let asked = 0;
      const name = { toString: () => (asked++ === 0 ? 'div' : 'link') };
      for (let attempt = 0; attempt < 2; attempt++) {
        const made = document.createElement(name as unknown as string);
        if (made instanceof HTMLLinkElement) asHint(made, to);
      }
    },
    hintpatched: (to) => {
      // What a guard written in JavaScript could lean on, made to lie for a moment.
      const plain = {
        has: Set.prototype.has,
        some: Array.prototype.some,
        includes: Array.prototype.includes,
      };
      const [lower, test] = [String.prototype.toLowerCase, RegExp.prototype.test];
      Set.prototype.has =
        Array.prototype.some =
        Array.prototype.includes =
        RegExp.prototype.test =
          () => false;
      String.prototype.toLowerCase = () => 'div';
      try {
        asHint(document.createElement('link'), to);
      } finally {
        Set.prototype.has = plain.has;
        Array.prototype.some = plain.some;
        Array.prototype.includes = plain.includes;
        RegExp.prototype.test = test;
        String.prototype.toLowerCase = lower;
      }
    },
    prefetchon: (to) => {
      // A second switch, and a link in view whose name Firefox then asks for.
      element('meta', { 'http-equiv': 'x-dns-prefetch-control', content: 'on' }, document.head);
      element('a', { href: to.http, style: 'position:fixed;left:0;top:2em' }).textContent = 'a link in view';
    },
    sheetinstruction: (to) => {
      const made = document.createProcessingInstruction(
        'xml-stylesheet',
        `href="${to.http}a.css" type="text/css"`,
      );
      document.insertBefore(made, document.documentElement);
    },
    framexslt: (to) => {
      const made = xslOutput((sheet) => xslElement(sheet, 'iframe', { src: to.http }));
      document.body.append(made);
    },
    framenamespace: (to) => {
      const made = document.createElementNS('http://www.w3.org/1999/xhtml', 'iframe');
      made.setAttribute('src', to.http);
      document.body.append(made);
    },
    frameset: (to) => {
      const set = document.createElement('frameset');
      set.append(Object.assign(document.createElement('frame'), { src: to.http }));
      document.documentElement.append(set);
    },
    framecustom: (to) => {
      class Made extends HTMLIFrameElement {}
      customElements.define('silence-frame', Made, { extends: 'iframe' });
      const made = new Made();
      made.setAttribute('src', to.http);
      document.body.append(made);
    },
    embedsrc: (to) => {
      const made = document.createElement('embed');
      made.type = 'text/html';
      made.setAttribute('src', to.http);
      document.body.append(made);
    },
    svgframe: (to) => {
      const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
      const foreign = document.createElementNS('http://www.w3.org/2000/svg', 'foreignObject');
      foreign.append(Object.assign(document.createElement('iframe'), { src: to.http }));
      svg.append(foreign);
      document.body.append(svg);
    },
    speculationtext: (to) => {
      const made = document.createElement('script');
      made.type = 'speculationrules';
      made.append(
        document.createTextNode(JSON.stringify({ prefetch: [{ source: 'list', urls: [to.http] }] })),
      );
      document.head.append(made);
    },
  },
};
