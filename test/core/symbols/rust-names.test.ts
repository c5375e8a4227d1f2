import { describe, expect, it } from 'vitest';
import { rustName } from '../../../src/core/symbols/rust-names.ts';

/** Examples of Rust RFC 2603 and names as rustc makes them for kernel code. */
describe('names of Rust functions', () => {
  it.each([
    ['_RNvCskwGfYPst2Cb_3foo16example_function', 'foo::example_function'],
    ['_RNvNtCs1234_7mycrate3foo3bar', 'mycrate::foo::bar'],
    ['_RNCNvCs1234_7mycrate3foo0B3_', 'mycrate::foo::{closure#0}'],
    ['_RINvNtC3std3mem8align_ofjdE', 'std::mem::align_of::<usize, f64>'],
    ['_RNvXs_C7mycrateNtB4_3FooNtB4_3Bar3baz', '<mycrate::Foo as mycrate::Bar>::baz'],
    ['_RNvMC7mycrateNtB2_3Foo3new', '<mycrate::Foo>::new'],
    ['_RINvC1a1fKj3_E', 'a::f::<3>'],
    ['_RINvC1a1fRhQAl_E', undefined],
    ['_RINvC1a1fRhAlj4_E', 'a::f::<&u8, [i32; 4]>'],
    ['_ZN4core9panicking5panic17h0123456789abcdefE', 'core::panicking::panic'],
    [
      '_ZN62_$LT$kernel..sync..Arc$LT$T$GT$$u20$as$u20$core..ops..Drop$GT$4drop17h0123456789abcdefE',
      '<kernel::sync::Arc<T> as core::ops::Drop>::drop',
    ],
    ['_RNvMs3_NtCs1_5apple4pearNtB5_4Tree4grow', '<apple::pear::Tree>::grow'],
    ['_RNvXs_Cs1_5appleNtB4_4TreeNtCs2_6kernel4Life4grow', '<apple::Tree as kernel::Life>::grow'],
    ['_RNvNtCs1_99apple4open', undefined],
    ['schedule', undefined],
    ['_ZN3fooE', undefined],
    ['_RB_', undefined],
  ])('%s', (symbol, name) => {
    expect(rustName(symbol)).toBe(name);
  });

  it('that were damaged end', () => {
    for (let cut = 2; cut < 30; cut++) rustName('_RNvXs_C7mycrateNtB4_3FooNtB4_3Bar3baz'.slice(0, cut));
    expect(rustName('_R' + 'N'.repeat(5000))).toBeUndefined();
    expect(rustName('_R' + 'I'.repeat(300))).toBeUndefined();
    // Each tuple twice the one before it: 2^60 parts, if nothing bounded it.
    let bomb = '_RINvC1a1fTjjE';
    for (let i = 0; i < 60; i++) bomb += i === 0 ? 'TB7_B7_E' : `TBa_Ba_E`;
    expect((rustName(bomb + 'E') ?? '').length).toBeLessThan(5000);
  });
});
