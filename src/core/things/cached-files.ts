import { hex, parseHex } from '../addr.ts';
import { subject, verbatim } from '../catalogue/message.ts';
import { refErrors } from '../catalogue/things.ts';
import { RequestError } from '../errors.ts';
import { cachedFiles, cachedPath, type CachedFile } from '../kernel/cached-files.ts';
import { inodeAt } from '../kernel/inodes.ts';
import { fileSystemType, superBlocks } from '../kernel/super-blocks.ts';
import { readable } from '../rows/readable.ts';
import { refTo } from '../rows/ref.ts';
import { structColumn } from './columns.ts';
import { describe, namesOf, type Way } from './thing.ts';

const say = subject('pagecache', {
  title: { en: 'Page cache', ko: '페이지 캐시' },
  one: { en: 'cached file', ko: '캐시된 파일' },
  heading: { en: 'Page cache by file', ko: '파일별 페이지 캐시' },
  empty: {
    en: 'No file had pages in the cache, or the inodes are not in the dump.',
    ko: '페이지가 캐시된 파일이 없거나 inode가 덤프에 없습니다.',
  },
  path: { en: 'Path', ko: '경로' },
  pathHint: {
    en: 'empty where nothing names the file any more: deleted, or a block device',
    ko: '이름이 남아 있지 않으면(삭제된 파일, 블록 장치) 비어 있음',
  },
  cached: { en: 'In the cache', ko: '캐시된 크기' },
  pages: { en: 'Pages', ko: '페이지 수' },
  size: { en: 'File size', ko: '파일 크기' },
  system: { en: 'File system', ko: '파일 시스템' },
  users: { en: 'Who uses it', ko: '사용 중인 태스크' },
  pagesWay: { en: 'Its pages', ko: '이 파일의 페이지' },
});

/** What the page cache holds, file by file: the largest tell where memory went. */
export const thing = describe<CachedFile>()({
  id: 'pagecache',
  ...namesOf(say),
  view: { group: 'io', order: 11 },
  columns: {
    path: {
      title: say.path(),
      hint: say.pathHint(),
      kind: 'text',
      value: (file, kernel) => {
        const path = cachedPath(kernel, file);
        return path && readable(path);
      },
    },
    cached: {
      title: say.cached(),
      kind: 'bytes',
      value: ({ inode }, kernel) => inode.pages * BigInt(kernel.layout.pageSize),
    },
    pages: { title: say.pages(), kind: 'count', value: ({ inode }) => inode.pages },
    size: { title: say.size(), kind: 'bytes', value: ({ inode }) => inode.size },
    system: {
      title: say.system(),
      kind: 'text',
      value: ({ inode }, kernel) => readable(fileSystemType(kernel, inode.superBlock)),
    },
    inode: {
      title: verbatim('inode'),
      kind: 'address',
      value: ({ inode }) => inode.address,
      ref: (file) => cachedRef(file),
    },
    superblock: structColumn('super_block', ({ inode }) => inode.superBlock, { optional: true }),
  },

  list: (kernel) => cachedFiles(kernel),
  ref: {
    kinds: ['inode'],
    of: cachedRef,
    find: (kernel, { rest }) => {
      const address = parseHex(rest);
      const inode =
        address === undefined
          ? undefined
          : kernel.at('struct inode', address).try(() => inodeAt(kernel, address));
      if (!inode || !superBlocks(kernel).has(inode.superBlock))
        throw new RequestError(refErrors.nothing({ ref: `inode:${rest}` }));
      for (const file of cachedFiles(kernel)) if (file.inode.address === address) return file;
      return { inode, dentry: 0n as CachedFile['dentry'] };
    },
  },

  name: ({ inode }) => `inode ${inode.number}`,
  place: ({ inode }) => ({ address: inode.address, type: 'inode' }),
  *ways({ inode }): Generator<Way> {
    yield { id: 'pages', label: say.pagesWay(), ref: refTo.command(`files -p ${hex(inode.address, 16)}`) };
    yield { id: 'users', label: say.users(), ref: refTo.rows('files', inode.address) };
  },
  shownBy: ({ inode }) => `files -p ${hex(inode.address, 16)}`,
});

function cachedRef({ inode }: CachedFile): string {
  return `inode:${hex(inode.address, 16)}`;
}
