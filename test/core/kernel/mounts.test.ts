import { expect, it } from 'vitest';
import { mounts, mountsIncomplete } from '../../../src/core/kernel/mounts.ts';
import { fileSystemType } from '../../../src/core/kernel/super-blocks.ts';
import { sysctls } from '../../../src/core/kernel/sysctls.ts';
import { patchedKernel } from '../../build/patched.ts';
import { hasDump, openDump } from '../../build/zoo.ts';

/** What lists mounts, types and settings may be among the pages that a dump does not have. */
const name = '6.1-null_pointer';

it.skipIf(!hasDump(name))(
  'finds the mounts that a broken list has lost, or says that some are missing',
  () => {
    const { kernel } = openDump(name);
    const all = mounts(kernel);
    expect(all.length).toBeGreaterThan(8);
    expect(mountsIncomplete(kernel, all)).toBe(false);
    const link = all[3].object.get('mnt_list.next').address;
    const broken = patchedKernel(kernel, new Map([[link, 'absent']]));
    const found = mounts(broken);
    expect(found.map(({ directory, type }) => `${directory} ${type}`)).toEqual(
      all.map(({ directory, type }) => `${directory} ${type}`),
    );
    expect(mountsIncomplete(broken, found)).toBe(false);
    // The namespace says that there are more.
    const namespace = all[0].object.get('mnt_ns').deref();
    const more = patchedKernel(kernel, new Map([[namespace.get('mounts').address, BigInt(all.length + 3)]]));
    expect(mounts(more)).toHaveLength(all.length);
    expect(mountsIncomplete(more, mounts(more))).toBe(true);
  },
);

it.skipIf(!hasDump(name))('knows the type of a super block that is not in the dump', () => {
  const { kernel } = openDump(name);
  const all = mounts(kernel);
  expect(all.length).toBeGreaterThan(3);
  for (const { superBlock, type } of all) {
    const at = kernel.at('struct super_block', superBlock).get('s_type').address;
    expect(fileSystemType(patchedKernel(kernel, new Map([[at, 'absent']])), superBlock)).toBe(type);
  }
});

it.skipIf(!hasDump(name))('says where settings are missing', () => {
  const { kernel } = openDump(name);
  const all = sysctls(kernel);
  expect(all.filter(({ lost }) => lost)).toEqual([]);
  const some = all.find(({ path }) => path.startsWith('vm/'))!;
  const broken = patchedKernel(kernel, new Map([[some.object.get('procname').address, 'absent']]));
  const found = sysctls(broken);
  expect(found.filter(({ lost }) => lost).map(({ path }) => path)).toEqual(['vm/…']);
  expect(found.map(({ path }) => path)).not.toContain(some.path);
});
