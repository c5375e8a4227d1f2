import { describe, expect, it } from 'vitest';
import { blameTest, isChecker } from '../../../src/core/reports/never-blame.ts';

describe('functions that take a lock for others', () => {
  const mayBeBlamed = blameTest();

  it.each([
    'mutex_trylock',
    'down_read_trylock',
    'down_write_trylock',
    'down_trylock',
    '_raw_spin_trylock',
    '_raw_spin_trylock_bh',
    'rt_mutex_trylock',
    'ww_mutex_trylock',
    'queued_read_lock_slowpath',
    'do_raw_write_trylock',
    'ldsem_down_read_trylock',
    'rt_write_trylock',
    'cpus_read_lock',
    'cpus_read_trylock',
    'cpus_write_lock',
    'rtnl_trylock',
    'tty_write_lock',
    '__percpu_down_read_trylock',
  ])('are not to blame: %s', (name) => {
    expect(mayBeBlamed({ name })).toBe(false);
    expect(isChecker(name)).toBe(true);
  });

  it.each([
    'plum_trylock',
    'plum_trylock_nested',
    'plum_read_lock',
    'plum_read_lock_bh',
    'plum_write_unlock',
  ])("may be: a driver's own %s", (name) => {
    expect(mayBeBlamed({ name })).toBe(true);
    expect(isChecker(name)).toBe(false);
  });

  it("may be: a module's, whatever its name", () => {
    expect(mayBeBlamed({ name: 'mutex_trylock', module: 'plum' })).toBe(true);
  });
});
