import { hex } from '../../addr.ts';
import { disks, requests } from '../../kernel/block.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { readable } from '../../rows/readable.ts';
import { refTo } from '../../rows/ref.ts';
import type { Line } from '../../rows/value.ts';

/** -d: how many requests each disk had not finished; with `busy` only disks that had some. */
export function* diskLines(kernel: Kernel, busy: boolean): Generator<Line, void, void> {
  // Up to 5.10 crash counts by whether somebody waits, afterwards by direction.
  const bySync = !kernel.types.has('block_device', 'bd_device');
  const titles = bySync ? 'ASYNC  SYNC' : ' READ WRITE';
  yield { text: `MAJOR GENDISK            NAME       REQUEST_QUEUE      TOTAL ${titles}` };
  for (const disk of disks(kernel)) {
    const counts = { total: 0, read: 0, write: 0, sync: 0, async: 0 };
    for (const { writes, sync } of requests(kernel, disk)) {
      counts.total++;
      counts[writes ? 'write' : 'read']++;
      counts[sync ? 'sync' : 'async']++;
    }
    if (busy && counts.total === 0) continue;
    const numbers = [
      counts.total,
      ...(bySync ? [counts.async, counts.sync] : [counts.read, counts.write]),
    ].map((count) => String(count).padStart(5));
    const head = `${String(disk.major).padStart(5)} `;
    const name = readable(disk.name).padEnd(10);
    const queue = head.length + 16 + 3 + name.length + 1;
    yield {
      text: `${head}${hex(disk.disk.address, 16)}   ${name} ${hex(disk.queue, 16)}   ${numbers.join(' ')}`,
      row: { major: disk.major, gendisk: disk.disk.address, name: disk.name, queue: disk.queue, ...counts },
      links: [
        { start: head.length, end: head.length + 16, ref: refTo.instance('gendisk', disk.disk.address) },
        { start: queue, end: queue + 16, ref: refTo.instance('request_queue', disk.queue) },
      ],
    };
  }
}
