import { hex, parseHex } from '../addr.ts';
import { subject } from '../catalogue/message.ts';
import { refErrors } from '../catalogue/things.ts';
import { RequestError } from '../errors.ts';
import { deviceNumber } from '../kernel/driver-model.ts';
import { mounts } from '../kernel/mounts.ts';
import { dirtyInodesOf, fileSystemType, inodesOf, superBlocks } from '../kernel/super-blocks.ts';
import { readable } from '../rows/readable.ts';
import type { CObject } from '../types/cobject.ts';
import { structColumn } from './columns.ts';
import { describe, namesOf } from './thing.ts';

const say = subject('superblocks', {
  title: { en: 'File systems', ko: '파일 시스템' },
  one: { en: 'file system', ko: '파일 시스템' },
  heading: { en: 'File systems in memory (super blocks)', ko: '메모리의 파일 시스템(슈퍼블록)' },
  empty: { en: 'No super block could be read.', ko: '읽을 수 있는 슈퍼블록이 없습니다.' },
  id: { en: 'Called', ko: '이름' },
  idHint: { en: 's_id: the block device, or the type again', ko: 's_id: 블록 장치 이름 또는 종류' },
  type: { en: 'Type', ko: '종류' },
  device: { en: 'Device', ko: '장치' },
  mounted: { en: 'Mounted at', ko: '마운트 위치' },
  inodes: { en: 'Inodes', ko: 'inode 수' },
  inodesHint: { en: 'in memory', ko: '메모리에 있는 수' },
  dirty: { en: 'Dirty', ko: '기록 대기' },
  dirtyHint: { en: 'inodes that are to be written back', ko: '기록 대기 중인 inode' },
  pages: { en: 'Cached', ko: '캐시' },
  block: { en: 'Block size', ko: '블록 크기' },
  readOnly: { en: 'Read-only', ko: '읽기 전용' },
});

/** Every file system that the kernel had in memory, mounted or its own: struct super_block (include/linux/fs.h). */
export const thing = describe<CObject>()({
  id: 'superblocks',
  ...namesOf(say),
  view: { group: 'io', order: 12 },
  columns: {
    id: {
      title: say.id(),
      hint: say.idHint(),
      kind: 'text',
      value: (block) => readable(block.get('s_id').string()),
      ref: (block) => blockRef(block),
    },
    type: {
      title: say.type(),
      kind: 'text',
      value: (block, kernel) => readable(fileSystemType(kernel, block.address)),
    },
    device: {
      title: say.device(),
      kind: 'text',
      value: (block) => {
        const { major, minor } = deviceNumber(block.get('s_dev').number());
        return `${major}:${minor}`;
      },
    },
    mounted: {
      title: say.mounted(),
      kind: 'text',
      value: (block, kernel) => {
        const found = mounts(kernel).find(({ superBlock }) => superBlock === block.address);
        return found && readable(found.directory);
      },
    },
    inodes: {
      title: say.inodes(),
      hint: say.inodesHint(),
      kind: 'count',
      value: (block, kernel) => [...inodesOf(kernel, block.address)].length,
    },
    dirty: {
      title: say.dirty(),
      hint: say.dirtyHint(),
      kind: 'count',
      value: (block, kernel) => [...dirtyInodesOf(kernel, block.address)].length,
    },
    pages: {
      title: say.pages(),
      kind: 'bytes',
      dear: true,
      value: (block, kernel) => {
        let pages = 0n;
        for (const inode of inodesOf(kernel, block.address))
          pages += inode.try((each) => each.get('i_data.nrpages').pointer()) ?? 0n;
        return pages * BigInt(kernel.layout.pageSize);
      },
    },
    block: {
      title: say.block(),
      kind: 'bytes',
      optional: true,
      value: (block) => block.get('s_blocksize').number(),
    },
    readOnly: {
      title: say.readOnly(),
      kind: 'flag',
      optional: true,
      // SB_RDONLY is bit 0 (include/linux/fs.h).
      value: (block) => (block.get('s_flags').pointer() & 1n) === 1n,
    },
    superblock: structColumn('super_block', (block) => block.address),
  },

  *list(kernel) {
    for (const address of superBlocks(kernel)) yield kernel.at('struct super_block', address);
  },
  ref: {
    kinds: ['superblock'],
    of: blockRef,
    find: (kernel, { rest }) => {
      const address = parseHex(rest);
      if (address === undefined || !superBlocks(kernel).has(address))
        throw new RequestError(refErrors.nothing({ ref: `superblock:${rest}` }));
      return kernel.at('struct super_block', address);
    },
  },

  name: (block, kernel) => readable(fileSystemType(kernel, block.address)),
  place: (block) => ({ address: block.address, type: 'super_block' }),
  shownBy: (block, kernel) =>
    mounts(kernel).some(({ superBlock }) => superBlock === block.address)
      ? `mount ${hex(block.address, 16)}`
      : `struct super_block ${hex(block.address, 16)}`,
});

function blockRef(block: CObject): string {
  return `superblock:${hex(block.address, 16)}`;
}
