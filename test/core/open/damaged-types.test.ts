import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { render } from '../../../src/core/catalogue/message.ts';
import { openSession } from '../../../src/core/session.ts';
import { memorySource } from '../../../src/core/source/source.ts';
import { rawSample } from '../../build/raw-sample.ts';
import { dumpPath, engine, openDump } from '../../build/zoo.ts';
import { descriptorsOf } from '../../fuzz/classes.ts';

/** The sample with the stored bytes of the pages at `addresses` spoilt, so that they cannot be decoded. */
function spoilt(addresses: readonly bigint[]): Uint8Array {
  const { kernel } = openDump('sample');
  const bytes = new Uint8Array(readFileSync(dumpPath('sample')));
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const { pfns } = rawSample();
  const { at } = descriptorsOf(bytes);
  for (const address of addresses) {
    const rank = pfns.indexOf(Math.floor((kernel.space.translate(address) ?? -1) / 4096));
    expect(rank).toBeGreaterThanOrEqual(0);
    const stored = Number(view.getBigInt64(at + rank * 24, true));
    bytes.fill(0xff, stored, stored + 16);
  }
  return bytes;
}

it('that a kernel carries no types is not said where pages of it that would hold them are damaged', () => {
  const { kernel } = openDump('sample');
  const tokens = kernel.vmcoreinfo.symbol('kallsyms_token_table') ?? 0n;
  const types = kernel.symbols.image.byName('__start_BTF')?.address ?? 0n;
  const session = openSession([memorySource(spoilt([tokens, types]), 'damaged')], { engine });
  const said = session.summary.lacks.map((each) => render(each, 'en')).join('\n');
  expect(said).not.toContain('carries no types');
  expect(said).toMatch(/types \(BTF\) cannot be read.*pages of it are missing or damaged/);
});
