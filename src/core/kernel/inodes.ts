import type { Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import type { Kernel } from './kernel.ts';

/** The file type bits of i_mode (include/uapi/linux/stat.h), by their four bits, as crash calls them. */
const TYPES: Readonly<Record<number, FileType>> = {
  1: 'FIFO',
  2: 'CHR',
  4: 'DIR',
  6: 'BLK',
  8: 'REG',
  10: 'LNK',
  12: 'SOCK',
};

/** What kind of file an inode is; UNKN for those of anon_inodes (eventfd, epoll), which say none. */
export type FileType = 'FIFO' | 'CHR' | 'DIR' | 'BLK' | 'REG' | 'LNK' | 'SOCK' | 'UNKN';

/** What an inode says of its file (struct inode, include/linux/fs.h). */
export interface Inode {
  readonly object: CObject;
  readonly address: Addr;
  readonly number: bigint;
  readonly mode: number;
  readonly type: FileType;
  /** The struct address_space that its pages are in, and how many there are. */
  readonly mapping: Addr;
  readonly pages: bigint;
  /** Bytes. */
  readonly size: bigint;
  readonly superBlock: Addr;
}

/** The inode at `address`. Throws FaultError when it is not in the dump. */
export function inodeAt(kernel: Kernel, address: bigint): Inode {
  const object = kernel.at('struct inode', address);
  const mode = object.get('i_mode').number();
  const mapping = object.get('i_mapping').pointer();
  return {
    object,
    address: object.address,
    number: object.get('i_ino').pointer(),
    mode,
    type: fileType(mode),
    mapping,
    pages: cachedPages(kernel, mapping) ?? 0n,
    size: object.get('i_size').bigint(),
    superBlock: object.get('i_sb').pointer(),
  };
}

/** The type that the bits of i_mode say. */
export function fileType(mode: number): FileType {
  return TYPES[(mode >> 12) & 15] ?? 'UNKN';
}

/** Pages that the address_space at `mapping` has in the page cache; undefined when it cannot be read. */
export function cachedPages(kernel: Kernel, mapping: bigint): bigint | undefined {
  if (mapping === 0n) return 0n;
  return kernel.at('struct address_space', mapping).try((each) => each.get('nrpages').pointer());
}
