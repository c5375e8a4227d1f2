/** Where a route tries to get to: a host (namespace) or a port (loopback) that no other route uses. */
export interface Target {
  readonly host: string;
  /** Address and port as literal numbers, for routes that take no name. */
  readonly address: string;
  readonly port: number;
  readonly http: string;
  readonly https: string;
  readonly ws: string;
  /** host:port of the STUN listener. */
  readonly stun: string;
}

/** One way in which code in a page could reach the outside. Runs inside the page or worker, never in Node. */
export type Attempt = (to: Target) => unknown;

/** Routes of one kind: a row of the README's table. */
export interface Group {
  readonly title: string;
  /** Where the routes run. `click`: with a user's activation, one at a time, as they may replace the document. */
  readonly runs: 'page' | 'worker' | 'click';
  readonly routes: Readonly<Record<string, Attempt>>;
}

/** What routes need that TypeScript's DOM does not declare, or that only some browsers have. */
interface Exotic {
  fetchLater(url: string, options: object): unknown;
  WebSocketStream: new (url: string) => unknown;
  WebTransport: new (url: string) => { ready: Promise<unknown>; closed: Promise<unknown> };
  PaymentRequest: new (methods: object[], details: object) => { canMakePayment(): Promise<boolean> };
  FencedFrameConfig: new (url: string) => object;
  documentPictureInPicture: { requestWindow(): Promise<Window> };
  navigation: { navigate(url: string): { committed: Promise<unknown>; finished: Promise<unknown> } };
  CSS: { paintWorklet: { addModule(url: string): Promise<void> } };
  trustedTypes?: {
    createPolicy(
      name: string,
      rules: Record<string, (text: string) => string>,
    ): { createScriptURL(url: string): string; createHTML(text: string): string };
  };
  importScripts(url: string): void;
  /** Keeps what would else be collected before it has reached anything. */
  silenceKept?: unknown[];
}
export const exotic = globalThis as unknown as Exotic;

export function keep<T>(thing: T): T {
  (exotic.silenceKept ??= []).push(thing);
  return thing;
}

/** Appends an element with these attributes. */
export function element<K extends string>(
  tag: K,
  attributes: Record<string, string> = {},
  parent: Node = document.body,
): K extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[K] : HTMLElement {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  parent.appendChild(made);
  return made as K extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[K] : HTMLElement;
}

export function rule(text: string): void {
  element('style').textContent = text;
}

export function htmlBlob(html: string): string {
  return URL.createObjectURL(new Blob([html], { type: 'text/html' }));
}

/** Markup that asks for a picture: what a document that escaped the policy would do. */
export const picture = (to: Target): string => `<img src="${to.http}">`;
