#!/usr/bin/env node
/**
 * `npm run sbom`: what oopscope is built from, as CycloneDX (npm's own maker of it), in dist/oopscope.cdx.json. Serial
 * number and time are left out: the same sources give the same file.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { top } from './house/paths.mjs';

const made = spawnSync('npm', ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application'], {
  cwd: top,
  encoding: 'utf8',
  maxBuffer: 1 << 28,
});
if (made.status !== 0) {
  console.error(`npm could not list the packages:\n${made.stderr}`);
  process.exit(1);
}
const list = JSON.parse(made.stdout);
delete list.serialNumber;
delete list.metadata.timestamp;
list.metadata.component.name = 'oopscope';
mkdirSync(join(top, 'dist'), { recursive: true });
writeFileSync(join(top, 'dist/oopscope.cdx.json'), JSON.stringify(list, undefined, 2) + '\n');
console.log(`dist/oopscope.cdx.json: ${list.components.length} packages, CycloneDX ${list.specVersion}`);
