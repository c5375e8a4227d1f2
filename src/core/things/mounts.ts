import { hex, parseHex } from '../addr.ts';
import { subject, verbatim } from '../catalogue/message.ts';
import { refErrors } from '../catalogue/things.ts';
import { RequestError } from '../errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { mountAt, mountNamespaces, mountOptions, mountsOf, type Mount } from '../kernel/mounts.ts';
import type { Task } from '../kernel/tasks.ts';
import { readable } from '../rows/readable.ts';
import { refTo } from '../rows/ref.ts';
import { structColumn, taskColumn } from './columns.ts';
import { describe, namesOf, type MoreFact, type Way } from './thing.ts';

const say = subject('mounts', {
  title: { en: 'Mounts', ko: '마운트' },
  one: { en: 'mount', ko: '마운트' },
  heading: { en: 'Mounted file systems', ko: '마운트된 파일 시스템' },
  empty: {
    en: 'Nothing is mounted that could be read.',
    ko: '읽을 수 있는 마운트가 없습니다.',
  },
  directory: { en: 'Directory', ko: '디렉터리' },
  type: { en: 'Type', ko: '종류' },
  device: { en: 'Device', ko: '장치' },
  options: { en: 'Options', ko: '옵션' },
  namespace: { en: 'Namespace', ko: '네임스페이스' },
  namespaceHint: {
    en: 'a process that lives in the mount namespace; none: init’s',
    ko: '이 마운트 네임스페이스에 속한 프로세스. 비어 있으면 init의 네임스페이스',
  },
  id: { en: 'Mount ID', ko: '마운트 ID' },
  block: { en: 'Block size', ko: '블록 크기' },
  used: { en: 'Open files of tasks', ko: '태스크의 열린 파일' },
});

/** A mount of some namespace. */
export interface MountIn {
  readonly mount: Mount;
  /** A process of the namespace; undefined for that of init. */
  readonly within?: Task;
}

/** Every mount of every mount namespace: struct mount (fs/mount.h). */
export const thing = describe<MountIn>()({
  id: 'mounts',
  ...namesOf(say),
  view: { group: 'io', order: 2 },
  command: 'mount',
  columns: {
    directory: {
      title: say.directory(),
      kind: 'text',
      value: ({ mount }) => readable(mount.directory),
      ref: ({ mount }) => mountRef(mount),
    },
    type: { title: say.type(), kind: 'text', value: ({ mount }) => readable(mount.type) },
    device: { title: say.device(), kind: 'text', value: ({ mount }) => readable(mount.device) },
    options: {
      title: say.options(),
      kind: 'text',
      value: ({ mount }, kernel) => mountOptions(kernel, mount),
      tone: () => 'muted',
    },
    namespace: taskColumn({ title: say.namespace(), hint: say.namespaceHint() }, ({ within }) => within),
    mount: {
      title: verbatim('struct mount'),
      kind: 'address',
      value: ({ mount }) => mount.address,
      ref: ({ mount }) => refTo.instance('mount', mount.address),
    },
    superblock: structColumn('super_block', ({ mount }) => mount.superBlock),
    id: { title: say.id(), kind: 'count', optional: true, value: ({ mount }) => mount.id },
    block: {
      title: say.block(),
      kind: 'bytes',
      optional: true,
      value: ({ mount }, kernel) =>
        kernel.at('struct super_block', mount.superBlock).get('s_blocksize').number(),
    },
  },

  list: allMounts,
  ref: {
    kinds: ['mount'],
    of: ({ mount }) => mountRef(mount),
    find: (kernel, { rest }) => {
      const address = parseHex(rest) ?? 0n;
      for (const { mount, within } of allMounts(kernel))
        if (mount.address === address) return { mount, within };
      const mount = address === 0n ? undefined : mountAt(kernel, address);
      if (!mount) throw new RequestError(refErrors.nothing({ ref: `mount:${rest}` }));
      return { mount };
    },
  },
  *named(kernel, test) {
    if (!kernel) return;
    for (const each of allMounts(kernel))
      if (test(each.mount.directory))
        yield { name: readable(each.mount.directory), ref: mountRef(each.mount), about: each.mount.type };
  },

  name: ({ mount }) => `${readable(mount.directory)} (${readable(mount.type)})`,
  place: ({ mount }) => ({ address: mount.address, type: 'mount' }),
  *facts({ mount }, kernel): Generator<MoreFact> {
    const type = kernel
      .at('struct super_block', mount.superBlock)
      .try((each) => each.get('s_type').pointer());
    if (type)
      yield {
        id: 'file_system_type',
        name: verbatim('file_system_type'),
        kind: 'address',
        value: type,
        ref: refTo.instance('file_system_type', type),
      };
  },
  *ways({ mount }): Generator<Way> {
    yield { id: 'files', label: say.used(), ref: refTo.rows('files', mount.address) };
  },
  shownBy: ({ mount, within }) => `mount ${within ? `-n ${within.pid} ` : ''}${hex(mount.address, 16)}`,
});

function* allMounts(kernel: Kernel): Generator<MountIn> {
  for (const [i, { namespace, task }] of mountNamespaces(kernel).entries())
    for (const mount of mountsOf(kernel, namespace)) yield i === 0 ? { mount } : { mount, within: task };
}

function mountRef(mount: Mount): string {
  return `mount:${hex(mount.address, 16)}`;
}
