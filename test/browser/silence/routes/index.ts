/** Every route, in the order they run: the rows of the README's table. */
import { frameAddresses, frames } from './frames.ts';
import { connectHints, dnsHints, preloading } from './hints.ts';
import { forms, ownAddress, ownDocument, popups, topAddress } from './leaving.ts';
import { markup } from './markup.ts';
import { media } from './media.ts';
import { remade } from './remade.ts';
import { requests, transport } from './requests.ts';
import type { Group } from './route.ts';
import { rtc } from './rtc.ts';
import { scripts } from './scripts.ts';
import { services } from './services.ts';
import { styles } from './styles.ts';
import { worker } from './worker.ts';

export const GROUPS: readonly Group[] = [
  requests,
  transport,
  rtc,
  media,
  scripts,
  styles,
  markup,
  preloading,
  dnsHints,
  connectHints,
  frames,
  frameAddresses,
  remade,
  services,
  worker,
  ownAddress,
  ownDocument,
  topAddress,
  popups,
  forms,
];

export const ROUTES: ReadonlyMap<string, Group> = new Map(
  GROUPS.flatMap((group) => Object.keys(group.routes).map((name) => [name, group])),
);

/** The names of the routes that run in that place. */
export function routesIn(runs: Group['runs']): string[] {
  return [...ROUTES].filter(([, group]) => group.runs === runs).map(([name]) => name);
}
