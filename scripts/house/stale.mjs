import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { top } from './paths.mjs';

/** The latest change of `path` or of anything in it, in milliseconds; 0 where there is nothing. */
function changed(path) {
  const full = join(top, path);
  if (!existsSync(full)) return 0;
  const stat = statSync(full);
  if (!stat.isDirectory()) return stat.mtimeMs;
  // A folder's own time tells of files that were taken away.
  return readdirSync(full).reduce(
    (latest, name) => Math.max(latest, changed(join(path, name))),
    stat.mtimeMs,
  );
}

/** True when `output` is missing or older than one of `inputs` (files and folders, relative to the top). */
export function stale(output, inputs) {
  const at = join(top, output);
  return !existsSync(at) || inputs.some((input) => changed(input) > statSync(at).mtimeMs);
}
