import { readFileSync } from 'node:fs';
import { Engine } from '../../src/core/engine/engine.ts';
import { ENGINE_PATH } from './codec-room.ts';

let made: Engine | undefined;

/** An engine without any pages, for what only scans bytes. */
export function plainEngine(): Engine {
  made ??= new Engine(new WebAssembly.Module(readFileSync(ENGINE_PATH)), { pageSize: 4096, load: () => 1 } as never, 16 * 4096);
  return made;
}
