import { expect, it } from 'vitest';
import { takenBy } from '../../../src/core/kernel/taken-by.ts';
import { openDump } from '../../build/zoo.ts';

it('tells who wrote the dump by its notes', () => {
  const { kernel, summary } = openDump('sample');
  expect(takenBy(kernel)).toBe('kdump');
  expect(summary.facts).toContainEqual(['taken by', 'kdump']);
  expect(summary.hostname).toBe('lab');
});
