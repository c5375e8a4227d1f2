import { hex } from '../../addr.ts';
import { asCrash } from '../../catalogue/commands.ts';
import { RequestError } from '../../errors.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { readable } from '../../rows/readable.ts';
import type { Line } from '../../rows/value.ts';

/** NT_VMCOREDD (include/uapi/linux/elf.h): what a driver of the capture kernel added; 44 bytes of name, then its data (include/uapi/linux/vmcore.h). */
const NT_VMCOREDD = 0x700;
const NAME_BYTES = 44;

interface DeviceDump {
  readonly name: string;
  readonly data: Uint8Array;
}

function dumps(kernel: Kernel): DeviceDump[] {
  const found = kernel.container.notes
    .filter(({ type, desc }) => type === NT_VMCOREDD && desc.length >= NAME_BYTES)
    .map(({ desc }) => ({
      name: readable(String.fromCharCode(...desc.subarray(0, NAME_BYTES)).split('\0')[0]),
      data: desc.subarray(NAME_BYTES),
    }));
  if (found.length === 0) throw new RequestError(asCrash('dev: no device dumps found in this dumpfile'));
  return found;
}

/** -V: the dumps that drivers added. */
export function* deviceDumps(kernel: Kernel): Generator<Line, void, void> {
  const all = dumps(kernel);
  yield { text: 'INDEX   SIZE     NAME' };
  for (const [i, { name, data }] of all.entries())
    yield {
      text: `${String(i).padStart(5)}   ${hex(data.length).padEnd(8)} ${name}`,
      row: { index: i, size: data.length, name },
    };
}

/** -v: one of them, sixteen bytes a line. */
export function* deviceDump(kernel: Kernel, word: string): Generator<Line, void, void> {
  const all = dumps(kernel);
  const dump = /^\d+$/.test(word) ? all.at(Number(word)) : undefined;
  if (!dump) throw new RequestError(asCrash(`dev: invalid index: ${word}`));
  yield { text: `DEVICE: ${dump.name}` };
  for (let at = 0; at < dump.data.length; at += 16) {
    const bytes = dump.data.subarray(at, at + 16);
    const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const text = [...bytes]
      .map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'))
      .join('');
    yield { text: `${hex(at, 8)}:  ${digits.padEnd(47)}  ${text}` };
  }
}
