import type { Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import type { Kernel } from './kernel.ts';
import { listEntries } from './lists.ts';

/** More classes, or devices of one, are taken for damage. */
const MAX_DEVICES = 1_000_000;

/**
 * The struct devices of the class whose struct class is the symbol `name`, in the order in which they were registered:
 * subsys_private.klist_devices (drivers/base/base.h). The class points to its subsys_private up to 6.3; since 6.4
 * (7b884b7f24b4) class_kset holds all of them, and each points to its class.
 */
export function* classDevices(kernel: Kernel, name: string): Generator<CObject, void, void> {
  const symbol = kernel.symbols.byName(name);
  if (!symbol || !kernel.types.has('device_private', 'knode_class')) return;
  const subsystem = kernel.types.has('class', 'p')
    ? kernel.at('struct class', symbol.address).try((each) => each.get('p').pointer())
    : privateOf(kernel, symbol.address);
  if (!subsystem) return;
  const list = kernel.at('struct subsys_private', subsystem).get('klist_devices.k_list');
  let count = 0;
  for (const node of listEntries(list, 'struct klist_node', 'n_node')) {
    const device = node
      .containerOf('struct device_private', 'knode_class')
      .try((each) => each.get('device').deref());
    if (device) yield device;
    if (++count >= MAX_DEVICES) return;
  }
}

/** The subsys_private of the class at `address`, among those of class_kset. */
function privateOf(kernel: Kernel, address: Addr): Addr | undefined {
  const symbol = kernel.symbols.byName('class_kset');
  const kset = symbol && kernel.space.tryU64(symbol.address);
  if (!kset) return undefined;
  let count = 0;
  for (const object of listEntries(kernel.at('struct kset', kset).get('list'), 'struct kobject', 'entry')) {
    const each = object.containerOf('struct subsys_private', 'subsys.kobj');
    if (each.try((one) => one.get('class').pointer()) === address) return each.address;
    if (++count >= MAX_DEVICES) return undefined;
  }
  return undefined;
}

/** Major and minor number of a dev_t within the kernel (include/linux/kdev_t.h). */
export function deviceNumber(dev: number): { readonly major: number; readonly minor: number } {
  return { major: dev >>> 20, minor: dev & 0xfffff };
}
