import { hex, parseHex } from '../addr.ts';
import { subject } from '../catalogue/message.ts';
import { refErrors } from '../catalogue/things.ts';
import { RequestError, ifKnown } from '../errors.ts';
import {
  cacheCounts,
  cachedDirectories,
  cachedDirectory,
  type CachedDirectory,
} from '../kernel/dentry-cache.ts';
import { dentryAt } from '../kernel/dentries.ts';
import { fileSystemType } from '../kernel/super-blocks.ts';
import { readable } from '../rows/readable.ts';
import { refTo } from '../rows/ref.ts';
import { structColumn } from './columns.ts';
import { describe, namesOf, type MoreFact, type Way } from './thing.ts';

const say = subject('directories', {
  title: { en: 'Directories in memory', ko: '덴트리 캐시' },
  one: { en: 'directory in memory', ko: '메모리에 있는 디렉터리' },
  heading: { en: 'Dentry cache: directories by cached names', ko: '덴트리 캐시: 디렉터리별 이름 수' },
  empty: {
    en: 'No directory with names could be read from any file system’s root.',
    ko: '파일 시스템 루트에서 읽을 수 있는 디렉터리가 없습니다.',
  },
  path: { en: 'Directory', ko: '디렉터리' },
  names: { en: 'Names', ko: '이름 수' },
  namesHint: { en: 'dentries directly below it', ko: '바로 아래 dentry 수' },
  negative: { en: 'Negative', ko: '네거티브' },
  negativeHint: { en: 'names that are known not to exist', ko: '존재하지 않는 것으로 알려진 이름' },
  unused: { en: 'Unused', ko: '미사용' },
  unusedHint: { en: 'names that nothing references', ko: '참조하는 곳이 없는 이름' },
  system: { en: 'File system', ko: '파일 시스템' },
  files: { en: 'Dentry and inode', ko: 'dentry와 inode' },
  machine: { en: 'Whole machine', ko: '시스템 전체' },
});

/** The largest directories of the dentry cache (kernel/dentry-cache.ts). */
export const thing = describe<CachedDirectory>()({
  id: 'directories',
  ...namesOf(say),
  view: { group: 'io', order: 11 },
  columns: {
    path: {
      title: say.path(),
      kind: 'text',
      value: ({ address }, kernel) => readable(dentryAt(kernel, address).path),
      ref: (each) => refOf(each),
    },
    names: { title: say.names(), hint: say.namesHint(), kind: 'count', value: ({ names }) => names },
    negative: {
      title: say.negative(),
      hint: say.negativeHint(),
      kind: 'count',
      value: ({ negative }) => negative,
      tone: ({ negative, names }) => (negative > 10_000 && negative > names / 2 ? 'warn' : undefined),
    },
    unused: { title: say.unused(), hint: say.unusedHint(), kind: 'count', value: ({ unused }) => unused },
    system: {
      title: say.system(),
      kind: 'text',
      value: ({ superBlock }, kernel) => readable(fileSystemType(kernel, superBlock)),
      ref: ({ superBlock }) => `superblock:${hex(superBlock, 16)}`,
    },
    dentry: structColumn('dentry', ({ address }) => address),
  },
  *list(kernel) {
    yield* yield* cachedDirectories(kernel);
  },
  ref: {
    kinds: ['directory'],
    of: refOf,
    find: (kernel, { rest }) => {
      const address = parseHex(rest);
      const found = address === undefined ? undefined : cachedDirectory(kernel, address);
      if (!found) throw new RequestError(refErrors.nothing({ ref: `directory:${rest}` }));
      return found;
    },
  },
  name: ({ address }, kernel) => {
    const path = ifKnown(() => dentryAt(kernel, address).path);
    return path === undefined ? hex(address, 16) : readable(path);
  },
  place: ({ address }) => ({ address, type: 'dentry' }),
  *facts(_, kernel): Generator<MoreFact> {
    const counts = [...cacheCounts(kernel)].map(({ name, value }) => `${name} ${value}`);
    if (counts.length > 0) yield { id: 'machine', name: say.machine(), text: counts.join(', ') };
  },
  *ways({ address }): Generator<Way> {
    yield { id: 'files', label: say.files(), ref: refTo.command(`files -d ${hex(address, 16)}`) };
  },
  shownBy: ({ address }) => `files -d ${hex(address, 16)}`,
});

function refOf({ address }: CachedDirectory): string {
  return `directory:${hex(address, 16)}`;
}
