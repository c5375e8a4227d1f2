import { expect, it } from 'vitest';
import { pathOf } from '../../../src/core/kernel/paths.ts';
import { openFiles } from '../../../src/core/kernel/files.ts';
import { tasks } from '../../../src/core/kernel/tasks.ts';
import { patchedKernel } from '../../build/patched.ts';
import { hasDump, openDump } from '../../build/zoo.ts';

const name = '6.1-null_pointer';

it.skipIf(!hasDump(name))(
  'gives a file its path again, and not that of the same dentry on another mount',
  () => {
    const { kernel } = openDump(name);
    const file = tasks(kernel)
      .flatMap((task) => [...openFiles(kernel, task)])
      .find(({ path }) => path.split('/').length > 2)!;
    const mnt = file.file.get('f_path.mnt').pointer();
    expect(pathOf(kernel, mnt, file.dentry)).toBe(file.path);
    expect(pathOf(kernel, mnt, file.dentry)).toBe(file.path);
    // Without a mount the path ends at the root of its file system.
    const alone = pathOf(kernel, 0n, file.dentry);
    expect(file.path.endsWith(alone)).toBe(true);
    expect(pathOf(kernel, mnt, file.dentry)).toBe(file.path);
  },
);

it.skipIf(!hasDump(name))('says each time that a part could not be read', () => {
  const { kernel } = openDump(name);
  const file = tasks(kernel)
    .flatMap((task) => [...openFiles(kernel, task)])
    .find(({ path }) => path.split('/').length > 2)!;
  const parent = kernel.at('struct dentry', file.dentry).get('d_parent').deref();
  const broken = patchedKernel(kernel, new Map([[parent.get('d_parent').address, 'absent']]));
  const mnt = file.file.get('f_path.mnt').pointer();
  const said = pathOf(broken, mnt, file.dentry);
  expect(said).toMatch(/^\/…\//);
  expect(pathOf(broken, mnt, file.dentry)).toBe(said);
});
