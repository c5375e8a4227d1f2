import { hex } from '../addr.ts';
import { subject, verbatim } from '../catalogue/message.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { pciDevices, rootBuses, type PciDevice } from '../kernel/pci.ts';
import { readable } from '../rows/readable.ts';
import { refTo } from '../rows/ref.ts';
import { describe, foundIn, namesOf } from './thing.ts';

const say = subject('pci', {
  title: { en: 'PCI', ko: 'PCI' },
  one: { en: 'PCI device', ko: 'PCI 장치' },
  heading: { en: 'PCI devices', ko: 'PCI 장치' },
  empty: { en: 'There was no PCI device.', ko: 'PCI 장치가 없습니다.' },
  name: { en: 'Place', ko: '위치' },
  nameHint: { en: 'domain:bus:slot.function', ko: '도메인:버스:슬롯.기능' },
  class: { en: 'Class', ko: '클래스' },
  what: { en: 'What', ko: '용도' },
  id: { en: 'Vendor:device', ko: '제조사:장치' },
  type: { en: 'Type', ko: '종류' },
  driver: { en: 'Driver', ko: '드라이버' },
});

/** Base classes (include/linux/pci_ids.h, PCI Code and ID Assignment Specification). */
const CLASSES: Readonly<Record<number, string>> = {
  0x01: 'storage',
  0x02: 'network',
  0x03: 'display',
  0x04: 'multimedia',
  0x05: 'memory',
  0x06: 'bridge',
  0x07: 'communication',
  0x08: 'system',
  0x09: 'input',
  0x0b: 'processor',
  0x0c: 'serial bus',
  0x0d: 'wireless',
  0x10: 'encryption',
  0x12: 'accelerator',
};

/** What is on the PCI buses: struct pci_dev (include/linux/pci.h). */
export const thing = describe<PciDevice>()({
  id: 'pci',
  ...namesOf(say),
  view: { group: 'io', order: 9 },
  command: 'dev -p',
  columns: {
    name: {
      title: say.name(),
      hint: say.nameHint(),
      kind: 'text',
      value: ({ name }) => readable(name),
      ref: (device) => pciRef(device),
    },
    class: {
      title: say.class(),
      kind: 'count',
      value: (device) => device.class,
      text: (device) => hex(device.class, 4),
    },
    what: { title: say.what(), kind: 'text', value: (device) => CLASSES[device.class >> 8] },
    id: {
      title: say.id(),
      kind: 'text',
      value: ({ vendor, device }) => `${hex(vendor, 4)}:${hex(device, 4)}`,
    },
    type: { title: say.type(), kind: 'text', value: ({ type }) => type, tone: () => 'muted' },
    driver: { title: say.driver(), kind: 'text', value: ({ driver }) => driver && readable(driver) },
    device: {
      title: verbatim('struct pci_dev'),
      kind: 'address',
      value: ({ address }) => address,
      ref: ({ address }) => refTo.instance('pci_dev', address),
    },
  },

  list: all,
  ref: foundIn('pci', all, pciRef),

  name: ({ name }) => readable(name),
  place: ({ address }) => ({ address, type: 'pci_dev' }),
  shownBy: () => 'dev -p',
});

function* all(kernel: Kernel): Generator<PciDevice> {
  for (const bus of rootBuses(kernel)) yield* pciDevices(kernel, bus);
}

function pciRef({ address }: PciDevice): string {
  return `pci:${hex(address, 16)}`;
}
