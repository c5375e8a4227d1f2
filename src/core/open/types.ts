import { addr, type Addr } from '../addr.ts';
import { besideSays } from '../catalogue/beside.ts';
import type { Message } from '../catalogue/message.ts';
import { open as say } from '../catalogue/open.ts';
import { typesSay } from '../catalogue/types.ts';
import { MissingError } from '../errors.ts';
import { imageBlocks, isImageDamaged } from '../memory/image.ts';
import type { AddressSpace } from '../memory/space.ts';
import { agreement } from '../types/agreement.ts';
import { Btf } from '../types/btf.ts';
import { Types } from '../types/types.ts';
import { typesBeside } from './beside.ts';
import type { Given } from './given.ts';

/** What the types are found from. */
type Ground = Pick<Given, 'container' | 'files' | 'space' | 'vmcoreinfo' | 'layout' | 'symbols'>;
/** Told what is wrong with what was found. */
type Lack = (said: Message) => void;

/** A BTF section larger than this is taken for damage. */
const MAX_BTF = 256 * 1024 * 1024;
/** A kernel has some hundred thousand types; fewer are of something else. */
const LEAST_TYPES = 1000;
/** The least and the largest header (include/uapi/linux/btf.h). */
const HEADERS = { least: 24, most: 256 } as const;

/** Why there are no types: that the kernel has none is not said of one that is not there as a whole. */
function noTypes({ container, space, vmcoreinfo, layout }: Ground): MissingError {
  const inParts =
    container.missing.length > 0 || isImageDamaged(space, startOf({ vmcoreinfo, layout }), layout.pageSize);
  return new MissingError(inParts ? say.typesNowhere() : say.noTypes());
}

/** Where the kernel image begins. */
function startOf({ vmcoreinfo, layout }: Pick<Ground, 'vmcoreinfo' | 'layout'>): Addr {
  return vmcoreinfo.symbol('_stext') ?? addr(layout.image.start);
}

/** vmlinux's types. Throws MissingError when the kernel was built without BTF, CorruptError when it is damaged. */
export function typesBySymbol(ground: Ground, lack: Lack): Types {
  const { image } = ground.symbols;
  const start = image.byName('__start_BTF')?.address;
  const stop = image.byName('__stop_BTF')?.address;
  if (start === undefined || stop === undefined || stop <= start || stop - start > BigInt(MAX_BTF))
    throw noTypes(ground);
  ground.space.at(start, 4);
  return checked(ground, btfAt(ground.space, start, Number(stop - start)), lack);
}

/** vmlinux's types where no symbol names them: by the header of the section in the image. Throws MissingError when there is none. */
export function typesByHeader(ground: Ground, lack: Lack): Types {
  const { space } = ground;
  for (const { at, length } of headers(space, startOf(ground))) {
    const btf = btfAt(space, at, length);
    if (btf.endId < LEAST_TYPES || btf.find('struct', 'task_struct') === undefined) continue;
    return checked(ground, btf, lack);
  }
  throw noTypes(ground);
}

/** The types of a file beside the dump. Throws MissingError when none is of this kernel. */
export function typesGiven({ files, space, vmcoreinfo, symbols }: Ground, lack: Lack): Types {
  return typesBeside(files.beside, space, vmcoreinfo, symbols, lack);
}

function btfAt(space: AddressSpace, start: Addr, length: number): Btf {
  const { engine } = space.memory;
  // Read once, and kept by who reads them: their pages would only take room in the cache.
  const { bytes } = engine.aside(() => space.readFilled(start, length));
  return new Btf(bytes, engine);
}

/** `btf` as types, once it was held against what else is known of this kernel. */
function checked({ space, vmcoreinfo, symbols }: Ground, btf: Btf, lack: Lack): Types {
  if (btf.unread > 0) lack(typesSay.lostTypes({ types: btf.endId - 1, rest: btf.unread }));
  const types = new Types(btf);
  const { wrong } = agreement(types, vmcoreinfo, space, symbols);
  if (wrong.length > 0) lack(besideSays.typesDoubtful({ wrong }));
  return types;
}

/** Where sections of BTF begin in the image: the magic number and version, and lengths that fit. */
function* headers(
  space: AddressSpace,
  start: Addr,
): Generator<{ readonly at: Addr; readonly length: number }> {
  for (const { address, bytes } of imageBlocks(space, start)) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 0; at + HEADERS.least <= bytes.length; at += 4) {
      if (view.getUint32(at, true) !== 0x0001eb9f) continue;
      const header = view.getUint32(at + 4, true);
      const [typeAt, types, stringsAt, strings] = [8, 12, 16, 20].map((offset) =>
        view.getUint32(at + offset, true),
      );
      const sized = header >= HEADERS.least && header <= HEADERS.most && header % 4 === 0;
      const length = header + stringsAt + strings;
      if (!sized || typeAt !== 0 || types === 0 || stringsAt < types || strings === 0 || length > MAX_BTF)
        continue;
      yield { at: addr(address + BigInt(at)), length };
    }
  }
}
