/**
 * Gives the page a module with the licences of the packages whose code is bundled in it. Which these are is known
 * when the bundle is made: until then the module holds a mark, which `fillLicences` replaces.
 */
import type { Plugin } from 'vite';
import type { Licence } from '../licences.ts';

const MARK = '@@licences@@';

/** Makes the module virtual:licences: the licences of all packages whose code is in the page. */
export function licences(): Plugin {
  const id = 'virtual:licences';
  return {
    name: 'oopscope:licences',
    resolveId: (asked) => (asked === id ? '\0' + id : undefined),
    load: (asked) => (asked === '\0' + id ? `export default JSON.parse('${MARK}');` : undefined),
  };
}

/** Puts the licences where the mark stands: inside a string of the minified script, whatever its quotes are. */
export function fillLicences(script: string, list: readonly Licence[]): string {
  if (script.split(MARK).length !== 2)
    throw new Error('The page has no place for the licences of its packages.');
  const text = JSON.stringify(list).replace(/[\\'"`$]/g, '\\$&');
  return script.replace(MARK, () => text);
}
