import { expect, it } from 'vitest';
import { takenBy } from '../../../src/core/kernel/taken-by.ts';
import { openDump } from '../../build/zoo.ts';

it('tells who wrote the dump by its notes', () => {
  const { kernel, summary } = openDump('sample');
  expect(takenBy(kernel)).toBe('kdump');
  const fact = summary.facts.find(([name]) => name.id === 'header.takenBy');
  expect(fact?.[1]).toBe('kdump');
  expect(summary.hostname).toBe('lab');
});
