import type { Datum, Kind } from '../../core/rows/thing.ts';
import { say } from '../catalogue/say.svelte.ts';
import { table } from '../catalogue/table.ts';

const UNITS = ['KB', 'MB', 'GB', 'TB'] as const;

/** A value as the page shows it, by what it is. Files that are saved have the value itself (export.ts). */
export function shownAs(kind: Kind, value: Datum): string {
  if (value === undefined) return '';
  switch (kind) {
    case 'address':
      return BigInt(value).toString(16).padStart(16, '0');
    case 'bytes':
      return bytesText(Number(value));
    case 'ns':
      return `${(Number(value) / 1e9).toFixed(3)} s`;
    case 'percent':
      return Number(value).toFixed(1);
    case 'flag':
      return say(value === true ? table.yes() : table.no());
    default:
      return String(value);
  }
}

/** "840 B", "9.7 KB", "1444 KB", "14.1 MB": in powers of 1024, three digits or more. */
function bytesText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  let amount = bytes / 1024;
  let unit = 0;
  while (amount >= 10_000 && unit < UNITS.length - 1) {
    amount /= 1024;
    unit++;
  }
  return `${amount < 100 && !Number.isInteger(amount) ? amount.toFixed(1) : Math.round(amount)} ${UNITS[unit]}`;
}

const FACTORS: Readonly<Record<string, number>> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };

/**
 * What a number typed into a filter means for a column of `kind`: bytes may have K, M, G or T, times are in seconds
 * unless they end in ms, us or ns, addresses are hexadecimal. NaN for what is no number.
 */
export function typedNumber(kind: Kind | undefined, text: string): number {
  if (kind === 'address')
    return /^(0x)?[0-9a-f]{1,16}$/i.test(text) ? Number(`0x${text.replace(/^0x/i, '')}`) : NaN;
  if (kind === 'bytes') {
    const [, digits, unit] = /^([\d.]+)([kmgt]?)(?:i?b)?$/i.exec(text) ?? [];
    return Number(digits) * (FACTORS[unit?.toLowerCase() ?? ''] ?? 1);
  }
  if (kind === 'ns') {
    const [, digits, unit] = /^([\d.]+)(s|ms|us|ns)?$/i.exec(text) ?? [];
    return Number(digits) * { s: 1e9, ms: 1e6, us: 1e3, ns: 1 }[unit?.toLowerCase() ?? 's']!;
  }
  return Number(text);
}
