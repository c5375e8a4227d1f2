import type { ByteSource } from '../../src/core/source/source.ts';
import { openGiven } from '../../src/cli/given-files.ts';
import { engineModule } from '../../src/cli/engine.ts';
import { openContainer } from '../../src/core/container/probe.ts';
import { Engine } from '../../src/core/engine/engine.ts';
import { PhysicalMemory } from '../../src/core/memory/physical.ts';
import { seededRandom } from './random.ts';

/**
 * A program for random-access.test.ts: opens the dump named on its command line, reads the first, the last and a
 * thousand random pages, and prints how many were there and the most memory it ever took.
 */
const container = openContainer(openGiven(process.argv[2], 'en') as ByteSource);
const memory = new PhysicalMemory(new Engine(engineModule(), container.pages), container);
const { endPfn } = container.pages;
const random = seededRandom(1);
let present = 0;
for (const pfn of [0, endPfn - 1, ...Array.from({ length: 1000 }, () => random(endPfn))])
  if (memory.tryRead(pfn * memory.pageSize, 4096)) present++;
process.stdout.write(JSON.stringify({ endPfn, present, megabytes: process.resourceUsage().maxRSS / 1024 }));
