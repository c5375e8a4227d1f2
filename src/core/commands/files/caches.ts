import { hex } from '../../addr.ts';
import { dentryAt } from '../../kernel/dentries.ts';
import { inodeAt } from '../../kernel/inodes.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { cachedPages, nodeOf } from '../../kernel/page-cache.ts';
import { pageFlagNames } from '../../kernel/pages.ts';
import { readable } from '../../rows/readable.ts';
import { refTo } from '../../rows/ref.ts';
import type { Line } from '../../rows/value.ts';

/** -d: a dentry with its inode, super block, type and path. */
export function* dentryLines(kernel: Kernel, at: bigint): Generator<Line, void, void> {
  yield { text: '     DENTRY           INODE           SUPERBLK     TYPE PATH' };
  const { address, inode, superBlock, path } = dentryAt(kernel, at);
  const node = inode?.address ?? 0n;
  yield {
    text: `${hex(address, 16)} ${hex(node, 16)} ${hex(superBlock, 16)} ${(inode?.type ?? 'N/A').padEnd(4)} ${readable(path)}`,
    row: { dentry: address, inode: node, superblock: superBlock, type: inode?.type ?? null, path },
    links: [
      { start: 0, end: 16, ref: refTo.instance('dentry', address) },
      { start: 17, end: 33, ref: refTo.instance('inode', node) },
      { start: 34, end: 50, ref: refTo.instance('super_block', superBlock) },
    ],
  };
}

/** -p: how many pages an inode has in the cache, and each of them. */
export function* inodeLines(kernel: Kernel, at: bigint): Generator<Line, void, void> {
  const { address, mapping } = yield* inodeHead(kernel, at);
  let some = false;
  for (const page of cachedPages(kernel, mapping)) {
    if (!some) {
      yield { text: '' };
      yield { text: '      PAGE       PHYSICAL      MAPPING       INDEX CNT FLAGS' };
    }
    some = true;
    const names = pageFlagNames(kernel, page.flags);
    const columns = [
      hex(page.physical).padStart(10),
      hex(page.mapping).padStart(16),
      hex(page.index).padStart(8),
      String(page.count).padStart(2),
    ];
    yield {
      text: `${hex(page.address, 16)} ${columns.join(' ')} ${hex(page.flags)}${names === '' ? '' : ' ' + names}`,
      row: {
        inode: address,
        page: page.address,
        physical: BigInt(page.physical),
        index: page.index,
        flags: page.flags,
        names,
      },
      links: [{ start: 0, end: 16, ref: refTo.instance('page', page.address) }],
    };
  }
}

/** -n: over which NUMA nodes the pages of an inode are spread. */
export function* spreadLines(kernel: Kernel, at: bigint): Generator<Line, void, void> {
  const { address, mapping } = yield* inodeHead(kernel, at);
  const counts = new Map<number, number>();
  for (const { physical } of cachedPages(kernel, mapping)) {
    const node = nodeOf(kernel, physical) ?? -1;
    counts.set(node, (counts.get(node) ?? 0) + 1);
  }
  yield { text: '' };
  yield { text: 'NODE    PAGES' };
  for (const [node, pages] of [...counts].sort(([a], [b]) => a - b))
    yield {
      text: `${(node < 0 ? '?' : String(node)).padStart(4)} ${String(pages).padStart(8)}`,
      row: { inode: address, node: node < 0 ? null : node, pages },
    };
}

function* inodeHead(
  kernel: Kernel,
  at: bigint,
): Generator<Line, { readonly address: bigint; readonly mapping: bigint }, void> {
  const { address, mapping, pages } = inodeAt(kernel, at);
  yield { text: '     INODE        NRPAGES' };
  yield {
    text: `${hex(address, 16)} ${String(pages).padStart(8)}`,
    row: { inode: address, mapping, pages: Number(pages) },
    links: [{ start: 0, end: 16, ref: refTo.instance('inode', address) }],
  };
  return { address, mapping };
}
