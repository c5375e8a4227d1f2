import type { Row } from './format.ts';

/**
 * An entry of systemd's journal (systemd.journal-fields(7)) as a row: MESSAGE, PRIORITY, SYSLOG_FACILITY; _TRANSPORT
 * is "kernel" where the kernel wrote it, and then _SOURCE_MONOTONIC_TIMESTAMP is its own stamp in microseconds.
 */
export function journalRow(fields: Readonly<Record<string, unknown>>, line: number): Row | undefined {
  const text = words(fields.MESSAGE);
  if (text === undefined) return undefined;
  const transport = words(fields._TRANSPORT);
  const tag = words(fields.SYSLOG_IDENTIFIER) ?? words(fields._COMM);
  const own = transport === undefined ? tag === undefined || tag === 'kernel' : transport === 'kernel';
  const pid = words(fields.SYSLOG_PID) ?? words(fields._PID);
  const time = own
    ? microseconds(fields._SOURCE_MONOTONIC_TIMESTAMP ?? fields.__MONOTONIC_TIMESTAMP)
    : undefined;
  const host = words(fields._HOSTNAME);
  const wall = microseconds(fields.__REALTIME_TIMESTAMP);
  const level = words(fields.PRIORITY);
  const facility = words(fields.SYSLOG_FACILITY);
  return {
    line,
    text,
    own,
    program: own ? 'kernel' : `${tag ?? '?'}${pid === undefined ? '' : `[${pid}]`}`,
    ...(host !== undefined && { host }),
    ...(time !== undefined && { time }),
    ...(wall !== undefined && wall < 8.64e12 && { wall: new Date(wall * 1000).toISOString() }),
    ...(level !== undefined && /^[0-7]$/.test(level) && { level: Number(level) }),
    ...(facility !== undefined && /^\d{1,3}$/.test(facility) && { facility: Number(facility) }),
  };
}

/** A field as text; JSON has a list of bytes where it is none (journalctl(1), -o json). */
function words(field: unknown): string | undefined {
  if (typeof field === 'string') return field;
  if (typeof field === 'number') return String(field);
  if (!Array.isArray(field)) return undefined;
  if (typeof field[0] === 'string') return field[0];
  return new TextDecoder().decode(Uint8Array.from(field as number[]));
}

function microseconds(field: unknown): number | undefined {
  const text = words(field);
  return text !== undefined && /^\d{1,17}$/.test(text) ? Number(text) / 1e6 : undefined;
}
