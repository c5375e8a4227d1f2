import { step, type Addr } from '../addr.ts';
import type { Kernel } from './kernel.ts';

/** Bytes of memory that are looked through: module ranges of arm64 have 2 GiB. */
const MAX_BYTES = 1n << 31n;
/** MODULE_STATE_UNFORMED is the last (include/linux/module.h). */
const STATES = 4;

/** Where in a struct module stands what it is known by; undefined where the types do not say. */
interface ModulePlace {
  readonly name: number;
  readonly state: number;
  /** mkobj.mod, which points back at the module (mod_sysfs_init(), kernel/module/sysfs.c). */
  readonly self: number;
}

function placeOf(kernel: Kernel): ModulePlace | undefined {
  return kernel.remember('what a module is known by', () => {
    const { types } = kernel;
    if (!['name', 'state', 'mkobj.mod'].every((member) => types.has('module', member))) return undefined;
    const at = (member: string): number => types.offsetOf('module', member);
    return { name: at('name'), state: at('state'), self: at('mkobj.mod') };
  });
}

/**
 * Whether a struct module can lie at `address`: its state is one, and it points at itself or its name is a name. True where
 * the types do not say.
 */
export function looksLikeModule(kernel: Kernel, address: bigint): boolean {
  const place = placeOf(kernel);
  if (!place) return true;
  return (
    hasState(kernel, address, place) &&
    (kernel.space.tryU64(step(address, place.self)) === address || hasName(kernel, address, place))
  );
}

// What is not in the dump does not speak against a module.
function hasState({ space }: Kernel, address: bigint, { state }: ModulePlace): boolean {
  const found = space.tryU32(step(address, state));
  return found === undefined || found < STATES;
}

function hasName({ space }: Kernel, address: bigint, { name }: ModulePlace): boolean {
  const found = space.tryString(step(address, name), 56);
  return found === undefined || /^[\w.+-]{1,55}$/.test(found);
}

/**
 * The modules that lie where modules are loaded, in order of address, by what a struct module looks like: the word that points
 * back at its beginning. Those of which the list does not know, and some that are being unloaded.
 */
export function* modulesInMemory(kernel: Kernel): Generator<Addr, void, void> {
  const place = placeOf(kernel);
  if (!place) return;
  const { start, end } = kernel.arch.paging.moduleRange(kernel);
  const size = kernel.layout.pageSize;
  const last = start + MAX_BYTES < end ? start + MAX_BYTES : end;
  for (let page = start; page < last; page += BigInt(size)) {
    const bytes = kernel.space.translate(page) === undefined ? undefined : kernel.space.tryRead(page, size);
    if (!bytes) continue;
    const words = new BigUint64Array(bytes.buffer, bytes.byteOffset, bytes.length >> 3);
    for (let i = 0; i < words.length; i++) {
      const here = step(page, i * 8 - place.self);
      if (words[i] === here && hasState(kernel, here, place) && hasName(kernel, here, place)) yield here;
    }
  }
}
