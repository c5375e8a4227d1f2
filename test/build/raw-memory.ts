import { openContainer } from '../../src/core/container/probe.ts';
import { Engine } from '../../src/core/engine/engine.ts';
import { BlockCache } from '../../src/core/source/blocks.ts';
import type { ByteSource } from '../../src/core/source/source.ts';
import { engine } from './zoo.ts';

/** What is done to the memory of a dump before it is a plain file. */
export interface RawPlan {
  /** Takes away the kernel's own copy of VMCOREINFO: kernels without CONFIG_VMCORE_INFO have none. */
  readonly withoutVmcoreinfo?: boolean;
  /** The physical address of the first byte, and of the first after the last. */
  readonly from?: number;
  readonly to?: number;
}

const PAGE = 4096;
const BEGINS = new TextEncoder().encode('OSRELEASE=');

/**
 * The memory of the dump `source` as a plain file called `name`: zeros where the dump has nothing. Pages are read as they are
 * asked for, so that a large dump costs no memory.
 */
export function rawMemory(source: ByteSource, name: string, plan: RawPlan = {}): ByteSource {
  const { pages } = openContainer(source);
  const running = new Engine(engine, pages, 4 * 1024 * 1024);
  const { from = 0, to = pages.endPfn * pages.pageSize } = plan;
  const read = (offset: number, into: Uint8Array): number => {
    const length = Math.min(into.length, to - from - offset);
    for (let done = 0; done < length;) {
      const physical = from + offset + done;
      const within = physical % pages.pageSize;
      // VMCOREINFO is a page of the kernel's, whatever the dump is cut into.
      const part = Math.min(PAGE - (within % PAGE), length - done);
      const at = running.wasm.page(BigInt(Math.floor(physical / pages.pageSize)));
      const target = into.subarray(done, done + part);
      if (at === 0) target.fill(0);
      else {
        const page = at + within - (within % PAGE);
        const wiped = plan.withoutVmcoreinfo && BEGINS.every((byte, i) => running.bytes[page + i] === byte);
        if (wiped) target.fill(0);
        else target.set(running.bytes.subarray(at + within, at + within + part));
      }
      done += part;
    }
    return Math.max(0, length);
  };
  return new BlockCache({ name, size: to - from, read }, 65536);
}
