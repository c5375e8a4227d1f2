import type { Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import type { Kernel } from './kernel.ts';
import { listEntries } from './lists.ts';

/** A PCI bus: struct pci_bus (include/linux/pci.h). */
export interface PciBus {
  readonly object: CObject;
  readonly address: Addr;
  /** "0000:00". */
  readonly name: string;
}

/** A PCI function: struct pci_dev. */
export interface PciDevice {
  readonly object: CObject;
  readonly address: Addr;
  /** "0000:00:1f.2": domain, bus, slot, function. */
  readonly name: string;
  /** Class and subclass: 0x0106 for SATA. */
  readonly class: number;
  readonly vendor: number;
  readonly device: number;
  /** "ENDPOINT", "ROOT_PORT": what its PCI Express capability says; ENDPOINT without one. */
  readonly type: string;
  readonly driver: string | undefined;
  /** How many bridges lie above it. */
  readonly depth: number;
}

/** PCI_EXP_TYPE_… (include/uapi/linux/pci_regs.h). */
const TYPES: Readonly<Record<number, string>> = {
  0: 'ENDPOINT',
  1: 'LEG_END',
  4: 'ROOT_PORT',
  5: 'UPSTREAM',
  6: 'DOWNSTREAM',
  7: 'PCI_BRIDGE',
  8: 'PCIE_BRIDGE',
  9: 'RC_END',
  10: 'RC_EC',
};
const MAX_DEVICES = 1_000_000;
const MAX_DEPTH = 256;
const MAX_NAME = 64;

/** The buses that no bridge of the machine leads to: pci_root_buses (drivers/pci/probe.c). */
export function* rootBuses(kernel: Kernel): Generator<PciBus, void, void> {
  const symbol = kernel.symbols.byName('pci_root_buses');
  if (!symbol || !kernel.types.has('pci_bus', 'node')) return;
  let count = 0;
  for (const object of listEntries(kernel.at('struct list_head', symbol.address), 'struct pci_bus', 'node')) {
    yield { object, address: object.address, name: nameOf(object) };
    if (++count >= MAX_DEVICES) return;
  }
}

/** The functions on `bus`, each followed by those behind it where it is a bridge. */
export function* pciDevices(kernel: Kernel, bus: PciBus): Generator<PciDevice, void, void> {
  yield* onBus(kernel, bus.object, 0, new Set([bus.address]));
}

function* onBus(
  kernel: Kernel,
  bus: CObject,
  depth: number,
  met: Set<bigint>,
): Generator<PciDevice, void, void> {
  for (const object of listEntries(bus.get('devices'), 'struct pci_dev', 'bus_list')) {
    if (met.has(object.address) || met.size > MAX_DEVICES) return;
    met.add(object.address);
    const device = object.try((each) => describePci(each, depth));
    if (device) yield device;
    const behind = object.try((each) => each.get('subordinate').pointer()) ?? 0n;
    if (behind === 0n || met.has(behind) || depth >= MAX_DEPTH) continue;
    met.add(behind);
    yield* onBus(kernel, kernel.at('struct pci_bus', behind), depth + 1, met);
  }
}

function describePci(object: CObject, depth: number): PciDevice {
  const type = (object.get('pcie_flags_reg').number() >> 4) & 15;
  return {
    object,
    address: object.address,
    name: nameOf(object),
    class: object.get('class').number() >>> 8,
    vendor: object.get('vendor').number(),
    device: object.get('device').number(),
    type: TYPES[type] ?? String(type),
    driver: object.try((each) =>
      each.get('driver').pointer() === 0n ? undefined : each.get('driver.name').string(MAX_NAME),
    ),
    depth,
  };
}

function nameOf(object: CObject): string {
  return object.try((each) => each.get('dev.kobj.name').string(MAX_NAME)) ?? '?';
}
