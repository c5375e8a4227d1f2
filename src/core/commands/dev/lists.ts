import { hex } from '../../addr.ts';
import { blockMajors, characterDevices, type DeviceRange } from '../../kernel/device-numbers.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { pciDevices, rootBuses } from '../../kernel/pci.ts';
import { resources } from '../../kernel/resources.ts';
import { readable } from '../../rows/readable.ts';
import { refTo } from '../../rows/ref.ts';
import type { Line } from '../../rows/value.ts';
import { thing as pciThing } from '../../things/pci.ts';
import { rowOf } from '../../things/rows.ts';
import { symbolText } from '../../symbols/symbol.ts';

/** Without an option: ranges of device numbers, character devices first. */
export function* numberLines(kernel: Kernel): Generator<Line, void, void> {
  yield { text: 'CHRDEV    NAME                 CDEV        OPERATIONS' };
  for (const each of characterDevices(kernel)) yield rangeLine(kernel, each, 'cdev', 13, 11);
  yield { text: '' };
  yield { text: 'BLKDEV    NAME                GENDISK      OPERATIONS' };
  for (const each of blockMajors(kernel)) yield rangeLine(kernel, each, 'gendisk', 13, 11);
}

function rangeLine(kernel: Kernel, each: DeviceRange, struct: string, width: number, none: number): Line {
  const name = readable(each.name).padEnd(width);
  const head = `${String(each.major).padStart(4)}      ${name}`;
  const row = { kind: each.kind, major: each.major, name: each.name };
  if (each.device === 0n)
    return { text: `${head}${' '.repeat(3)}${'(none)'.padStart(none)}`, row: { ...row, device: null } };
  const symbol = kernel.symbols.byAddress(each.operations);
  const operations = symbol ? symbolText(symbol, 10, false) : hex(each.operations, 16);
  const start = head.length + 2;
  return {
    text: `${head}  ${hex(each.device, 16)}  ${operations}`,
    row: { ...row, device: each.device, operations },
    links: [
      { start, end: start + 16, ref: refTo.instance(struct, each.device) },
      { start: start + 18, end: start + 18 + operations.length, ref: refTo.address(each.operations) },
    ],
  };
}

/** -i: the trees of I/O ports and of I/O memory. */
export function* resourceLines(kernel: Kernel): Generator<Line, void, void> {
  for (const [i, root] of (['ioport_resource', 'iomem_resource'] as const).entries()) {
    if (i > 0) yield { text: '' };
    let digits = 0;
    for (const { address, start, end, name, depth } of resources(kernel, root)) {
      if (digits === 0) {
        // As wide as /proc has them (kernel/resource.c r_show).
        digits = end < 0x10000n ? 4 : 8;
        yield { text: `    RESOURCE    ${' '.repeat(digits)}RANGE${' '.repeat(digits)}NAME` };
      }
      yield {
        text: `${hex(address, 16)}  ${hex(start, digits)}-${hex(end, digits)}  ${readable(name)}`,
        row: { resource: address, what: i === 0 ? 'port' : 'memory', start, end, name, depth },
        links: [{ start: 0, end: 16, ref: refTo.instance('resource', address) }],
      };
    }
  }
}

/** -p: PCI buses and what is on them. */
export function* pciLines(kernel: Kernel): Generator<Line, void, void> {
  for (const bus of rootBuses(kernel)) {
    yield { text: '    ROOT BUS     BUSNAME' };
    yield {
      text: `${hex(bus.address, 16)} ${bus.name}`,
      links: [{ start: 0, end: 16, ref: refTo.instance('pci_bus', bus.address) }],
    };
    yield { text: '      PCI DEV      DO:BU:SL.FN  CLASS   PCI_ID      TYPE' };
    for (const each of pciDevices(kernel, bus)) {
      const indent = ' '.repeat(2 * (each.depth + 1));
      yield {
        text: `${indent}${hex(each.address, 16)} ${each.name}  ${hex(each.class, 4)}  ${hex(each.vendor, 4)}:${hex(each.device, 4)}  ${each.type}`,
        row: rowOf(pciThing, each, kernel, ['device', 'name', 'class', 'id', 'type', 'driver']),
        links: [
          { start: indent.length, end: indent.length + 16, ref: refTo.instance('pci_dev', each.address) },
        ],
      };
    }
    yield { text: '' };
  }
}
