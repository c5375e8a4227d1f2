import { describe, expect, it } from 'vitest';
import { readableName } from '../../../src/core/reports/rust-names.ts';

describe('names of Rust', () => {
  it.each([
    // A function of a module; an inherent method, its type by a back reference; a method of a trait.
    ['_RNvNtCs9jEwPDbx20M_5apple4pear4open', 'apple::pear::open'],
    ['_RNvMs3_NtCs1_5apple4pearNtB5_4Tree4grow', '<apple::pear::Tree>::grow'],
    ['_RNvXs_Cs1_5appleNtB4_4TreeNtCs2_6kernel4Life4grow', '<apple::Tree as kernel::Life>::grow'],
    ['_RINvCs1_5apple4pickjE', 'apple::pick<usize>'],
  ])('%s is %s', (name, readable) => {
    expect(readableName(name)).toBe(readable);
  });

  it('of C, cut off, or without end stay as they are', () => {
    for (const name of [
      'schedule',
      '_RNvNtCs1_5apple4pea',
      '_RNvB_',
      '_R' + 'IB_'.repeat(150),
      '_RNvNtCs1_99apple4open',
    ])
      expect(readableName(name)).toBe(name);
  });
});
