import { headerFacts } from '../catalogue/files.ts';
import { formatNames, formats as say } from '../catalogue/formats.ts';
import type { Message } from '../catalogue/message.ts';
import { CorruptError } from '../errors.ts';
import { readBytes, type ByteSource } from '../source/source.ts';
import type { Container, ContainerFormat } from './container.ts';
import { ExtentPages } from './extents.ts';

/**
 * Stand-alone dumps of s390 (s390-tools' zdump, "s390" format): a big-endian header of a block, all memory as it is, then
 * "DUMP_END" and the time.
 */
const MAGIC = 0xa8190173618f23fdn;
const PAGE = 4096;
const EM_S390 = 22;
const MAX_MEMORY = 2 ** 48;

export const format: ContainerFormat = {
  id: 's390',
  title: formatNames.s390(),
  probe(source) {
    const head = readBytes(source, 0, 8);
    return head !== undefined && new DataView(head.buffer).getBigUint64(0, false) === MAGIC;
  },
  open(source: ByteSource): Container {
    const head = readBytes(source, 0, 128);
    if (!head) throw new CorruptError(say.headerCut({ file: source.name, format: 's390' }));
    const view = new DataView(head.buffer);
    const headerSize = view.getUint32(12, false);
    const pageSize = view.getUint32(20, false);
    const memory = Number(view.getBigUint64(24, false));
    if (headerSize < 128 || headerSize > 65536 || pageSize !== PAGE || memory > MAX_MEMORY)
      throw new CorruptError(say.pageSize({ file: source.name, format: 's390', size: pageSize }));
    const missing: Message[] = [];
    if (headerSize + memory > source.size)
      missing.push(say.cutShort({ missing: headerSize + memory - source.size }));
    return {
      format: 's390 stand-alone dump',
      machine: EM_S390,
      pages: new ExtentPages(source, [{ physical: 0, memory, stored: memory, offset: headerSize }], PAGE),
      notes: [],
      takenBy: 'zdump',
      incomplete: headerSize + memory > source.size,
      headerFacts: [
        [headerFacts.version(), String(view.getUint32(8, false))],
        [headerFacts.memory(), String(memory)],
      ],
      missing,
    };
  },
};
