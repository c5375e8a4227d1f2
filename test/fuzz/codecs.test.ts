import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { sampleFrames, samplePages, type Sample } from '../build/codec-pages.ts';
import { CODECS, CodecRoom, difference } from '../build/codec-room.ts';
import { compressLzo } from '../build/lzo1x.ts';
import { prose } from '../build/prose.ts';
import { seededRandom } from '../build/random.ts';

/**
 * Damaged input must give an error code or wrong bytes: no trap (input and output lie flush with the end of memory by
 * turns), no byte written outside the output, no call without end. OOPSCOPE_FUZZ_CODECS: how many cases per decoder.
 */
const CASES = Number(process.env.OOPSCOPE_FUZZ_CODECS ?? 20_000);

function mutate(stored: Uint8Array, random: (below: number) => number): Uint8Array {
  const bytes = stored.slice(0, random(8) === 0 ? random(stored.length) + 1 : stored.length);
  for (let n = random(6); n >= 0; n--) {
    // Heads matter most: half of all changes hit the first 64 bytes.
    const at = random(random(2) === 0 ? Math.min(64, bytes.length) : bytes.length);
    switch (random(5)) {
      case 0:
        bytes[at] ^= 1 << random(8);
        break;
      case 1:
        bytes[at] = random(256);
        break;
      case 2:
        bytes.fill(random(2) * 255, at, at + random(16));
        break;
      case 3:
        bytes.copyWithin(at, random(bytes.length), random(bytes.length));
        break;
      default:
        for (let i = at; i < Math.min(at + 8, bytes.length); i++) bytes[i] = random(256);
    }
  }
  return bytes;
}

const made: Sample[] = [prose(41, 3000), new Uint8Array(4096), prose(42, 20000)].flatMap((page, i) => [
  { name: `made ${i}`, codec: 'zlib', stored: new Uint8Array(deflateSync(page, { level: 1 + i })), page },
  { name: `made ${i}`, codec: 'lzo', stored: compressLzo(page), page },
]);
const samples = [...samplePages(), ...sampleFrames(), ...made];

describe('decoders on damaged input', () => {
  for (const codec of CODECS) {
    it(codec, () => {
      const room = new CodecRoom();
      const own = samples.filter((sample) => sample.codec === codec);
      const random = seededRandom(0x5eed + codec.length);
      let failed = 0;
      for (let i = 0; i < CASES; i++) {
        const { name, stored, page } = own[i % own.length];
        const bytes = mutate(stored, random);
        const capacity = random(10) === 0 ? random(page.length + 1) : page.length;
        try {
          const answer = room.probe(codec, bytes, capacity, i & 1 ? 'input' : 'output');
          if (typeof answer === 'number') failed++;
        } catch (error) {
          throw new Error(`Case ${i} (${name}): ${String(error)}: ${Buffer.from(bytes).toString('hex')}`);
        }
      }
      expect(failed).toBeGreaterThan(0);
      // Intact input is still decoded after all that: no state of a failed call is left behind.
      for (const { stored, page } of own)
        expect(difference(room.probe(codec, stored, page.length, 'output'), page)).toBe('');
    });
  }
});
