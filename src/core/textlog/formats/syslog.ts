import type { LineFormat, Peeled } from '../format.ts';
import { CLOCK } from '../clock.ts';
import { priority } from './dmesg.ts';
import { facilityNamed, levelNamed } from './dmesg-decoded.ts';

/** A wall clock, perhaps with a priority and RFC 5424's version before it. */
const WALL = new RegExp(`^(?:<(\\d{1,3})>(?:1 )?)?(${CLOCK})[:,]?(?:\\s+|$)`);
/** A host, perhaps "facility.level", and the program with its pid; the colon that ends them. */
const HOST =
  /^(?!kernel: )(\S{1,255}) (?:([a-z]+\d?)\.([a-z]+) )?([\w./@+-]{1,64}(?:\([\w.-]*\))?)(\[\d{1,10}\])?: ?/;
/** logread of OpenWrt has no host: "kern.warn kernel: ". */
const NO_HOST = /^([a-z]+\d?)\.([a-z]+) ([\w./@+-]{1,64})(\[\d{1,10}\])?: ?/;
/** RFC 5424 after the clock: host, program, process, message's identifier, structured data. */
const STRUCTURED = /^(\S{1,255}) (\S{1,48}) (\S{1,128}) (\S{1,32}) (?:-|\[.*?\]) ?(?:\ufeff)?/;
/** The same after a clock without priority, as rsyslog's templates write it into files: what nothing is known of is "-". */
const UNKNOWN = /^(\S{1,255}) ([\w./@+-]{1,48}) (?:-|\d{1,10}) (?:-|\S{1,32}) - ?(?:\ufeff)?/;
/** netconsole received by a syslog server: a host or its address and then the kernel's stamp at once. */
const HOST_ONLY = /^([\w.:-]{1,255}) (?=(?:<\d{1,3}>)?\[ {0,12}\d{1,9}\.\d{3,9}\])/;

/**
 * Lines of syslog servers and of journalctl's short forms: a wall clock, a host, the program: "Nov 26 12:00:01 host
 * kernel: text", "2026-11-26T12:00:01.123456+00:00 host kernel: text" (RFC 3164, RFC 5424, journalctl(1) -o short,
 * short-precise, short-iso, short-full, short-unix; OpenWrt's logread); terminals and loggers that put a clock alone
 * before each line.
 */
export const format: LineFormat = {
  name: 'syslog',
  ofAnybody: true,
  place: 'outside',
  peel(line) {
    const wall = WALL.exec(line);
    if (!wall) return undefined;
    const rest = line.slice(wall[0].length);
    return { wall: wall[2], ...(wall[1] && priority(Number(wall[1]))), ...named(rest, line.startsWith('<')) };
  },
};

/** The host and program that `rest` begins with, taken off. */
export function named(rest: string, structured = false): Peeled {
  const open = NO_HOST.exec(rest);
  if (open && facilityNamed(open[1]) !== undefined)
    return by(rest.slice(open[0].length), open[3], open[4], open[1], open[2]);
  const host = HOST.exec(rest);
  if (host) return { ...by(rest.slice(host[0].length), host[4], host[5], host[2], host[3]), host: host[1] };
  const fields = (structured ? STRUCTURED : UNKNOWN).exec(rest);
  if (fields) return { ...by(rest.slice(fields[0].length), fields[2]), host: fields[1] };
  const alone = HOST_ONLY.exec(rest);
  return alone ? { text: rest.slice(alone[0].length), host: alone[1] } : { text: rest };
}

function by(text: string, tag: string, pid = '', facility?: string, level?: string): Peeled {
  const number = facility === undefined ? undefined : facilityNamed(facility);
  const grade = level === undefined ? undefined : levelNamed(level);
  return {
    text,
    program: tag + pid,
    own: tag === 'kernel',
    ...(number !== undefined && { facility: number }),
    ...(grade !== undefined && { level: grade }),
  };
}
