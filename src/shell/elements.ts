/**
 * Takes away the elements that make a browser look up a name or open a connection on a guess: no
 * Content-Security-Policy reaches `link rel=preconnect` or `dns-prefetch`, and Chromium connects for a child frame
 * before it refuses it (docs/silence.md). The app makes none of them; after this nothing in the document can.
 *
 * The guards lean on nothing that a later script could replace: what they need is taken here, before any other
 * script runs, and the made element is looked at, not the name that was asked for.
 */
const REFUSED = ['link', 'iframe', 'frame', 'frameset', 'object', 'embed', 'fencedframe', 'portal', 'applet'];

/** Other ways to a ready element, which Trusted Types let through: styled XML, custom elements, "safe" markup. */
const OTHER_WAYS: readonly (readonly [owner: string, name: string, on: 'constructor' | 'prototype'])[] = [
  ['CustomElementRegistry', 'define', 'prototype'],
  ['DOMImplementation', 'createDocument', 'prototype'],
  ['Document', 'parseHTML', 'constructor'],
  ['Element', 'setHTML', 'prototype'],
  ['ShadowRoot', 'setHTML', 'prototype'],
];

/** From now on no element is made that could load or send by itself. */
export function refuseElements(): void {
  guard('createElement');
  guard('createElementNS');
  const realm = globalThis as unknown as Record<string, { prototype: object } | undefined>;
  remove(realm, 'XSLTProcessor');
  for (const [owner, name, on] of OTHER_WAYS) {
    const made = realm[owner];
    if (made) remove(on === 'prototype' ? made.prototype : made, name);
  }
}

function guard(method: 'createElement' | 'createElementNS'): void {
  const { apply } = Reflect;
  const make = Document.prototype[method] as (...given: unknown[]) => Element;
  const nameOf = Object.getOwnPropertyDescriptor(Element.prototype, 'localName')?.get;
  if (!nameOf) throw new Error('Elements do not tell their names: this browser cannot run oopscope safely.');
  Object.defineProperty(Document.prototype, method, {
    enumerable: true,
    configurable: false,
    writable: false,
    value: function (this: Document, ...given: unknown[]): Element {
      const made: Element = apply(make, this, given);
      const name: unknown = apply(nameOf, made, []);

      for (let i = 0; i < REFUSED.length; i++)
        if (REFUSED[i] === name)
          throw new TypeError(`oopscope makes no <${REFUSED[i]}>: nothing leaves this page.`);
      return made;
    },
  });
}

/** Takes a name away, or says that this browser will not have it. */
export function remove(from: object, name: string): void {
  delete (from as Record<string, unknown>)[name];
  if (name in from) throw new Error(`${name} could not be removed: this browser cannot run oopscope safely.`);
}
