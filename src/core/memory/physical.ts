import { memorySays } from '../catalogue/memory.ts';
import { absenceSaid, PageStatus, statusName, type Absence, type HoleKind } from '../container/absence.ts';
import type { Container } from '../container/container.ts';
import { type Engine, MAX_READ } from '../engine/engine.ts';
import { FaultError } from '../errors.ts';

/** Physical memory of the dead machine. */
export class PhysicalMemory {
  readonly pageSize: number;
  /** Says what the memory at a physical address is for which the file has none; set once the kernel is known. */
  holeKind: (address: number) => HoleKind | undefined = () => undefined;

  constructor(
    readonly engine: Engine,
    readonly container: Container,
  ) {
    this.pageSize = container.pages.pageSize;
  }

  /** A copy of `length` bytes at `address`. Throws FaultError with the reason when a page is absent. */
  read(address: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    const done = this.fill(address, bytes);
    if (done < length) throw this.fault(address + done);
    return bytes;
  }

  /** Like `read`, undefined instead of an error: cheap where most of what is looked for is absent. */
  tryRead(address: number, length: number): Uint8Array | undefined {
    const bytes = new Uint8Array(length);
    return this.fill(address, bytes) === length ? bytes : undefined;
  }

  /** Copies what is at `address` into `bytes`, up to the first that is absent; answers how many there were. */
  private fill(address: number, bytes: Uint8Array): number {
    for (let done = 0; done < bytes.length;) {
      const part = Math.min(MAX_READ, bytes.length - done);
      const at = this.engine.wasm.readPhysical(address + done, part);
      if (at === 0) return done + this.engine.wasm.readDone();
      bytes.set(this.engine.bytes.subarray(at, at + part), done);
      done += part;
    }
    return bytes.length;
  }

  /** The machine's own physical address of one that page tables led to: the same, but for guests whose tables are their host's. */
  own(address: number): number {
    const { host } = this.container;
    if (!host || address < 2 ** host.bit) return address;
    const within = address % this.pageSize;
    const frame = host.guest((address - within - 2 ** host.bit) / this.pageSize);
    return frame === undefined ? address : frame * this.pageSize + within;
  }

  /** Why frame `pfn` is not there; undefined when it is. */
  absence(pfn: number): Absence | undefined {
    const status = this.container.pages.status(pfn);
    return status === PageStatus.present ? undefined : this.absenceOf(status, pfn * this.pageSize);
  }

  /** The reason that `status` is of the memory at `address`, which is absent. */
  absenceOf(status: number, address: number): Absence {
    const name = statusName(status) as Absence;
    return name === 'hole' ? (this.holeKind(address) ?? name) : name;
  }

  private fault(address: number): FaultError {
    const reason = this.absenceOf(this.engine.wasm.readFailure(), address);
    return new FaultError(
      memorySays.physicalUnreadable({ address, why: absenceSaid(reason) }),
      BigInt(address),
      'physical',
      reason,
    );
  }
}
