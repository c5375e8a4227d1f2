import { describe, expect, it } from 'vitest';
import { memorySource, type ByteSource } from '../../../src/core/source/source.ts';
import { joinedTexts } from '../../../src/core/textlog/joined.ts';
import { reportsIn } from '../../../src/core/reports/split.ts';
import { readTextLog } from '../../../src/core/textlog/read.ts';

const text = (content: string): ByteSource => memorySource(new TextEncoder().encode(content), content);

describe('texts that were given together', () => {
  it('are one, each on lines of its own, read from any place', () => {
    const joined = joinedTexts([text('ab'), text(''), text('c\n')]);
    const whole = new TextEncoder().encode('ab\n\nc\n\n');
    expect(joined.size).toBe(whole.length);
    for (let from = 0; from < whole.length; from++) {
      const bytes = new Uint8Array(whole.length - from);
      expect(joined.read(from, bytes)).toBe(bytes.length);
      expect([...bytes]).toEqual([...whole.subarray(from)]);
    }
  });

  it('are parts of a record in whatever order they come', () => {
    const parts = [1, 3, 2].map((part) =>
      text(`Panic#1 Part${part}\n<4>[   1${4 - part}.000000] part ${part}\n`),
    );
    const log = readTextLog(joinedTexts(parts), reportsIn);
    expect(log?.records.map((record) => record.text).filter(Boolean)).toEqual(['part 3', 'part 2', 'part 1']);
  });
});
