/**
 * Whose code is in what is built, and under which licence: the packages come from the bundler's own list of modules,
 * the texts from the packages. A package whose licence has no text stops the build.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A package whose code is in what is built, and its licence. */
export interface Licence {
  readonly name: string;
  readonly version: string;
  /** SPDX expression, as the package says. */
  readonly licence: string;
  readonly text: string;
}

/** What a bundler tells of its modules: a chunk of Rolldown's output. */
export interface Bundled {
  readonly modules: Readonly<Record<string, { readonly renderedLength: number }>>;
}

/** Code that bundlers add of their own has no file; the module's name says whose it is. */
const MADE_BY: Readonly<Record<string, string>> = { rolldown: 'rolldown', vite: 'vite' };

/** The names of the modules that left code in the output. */
export function modulesIn(chunks: readonly Bundled[]): string[] {
  return chunks.flatMap(({ modules }) => Object.keys(modules).filter((id) => modules[id].renderedLength > 0));
}

/** The package a module belongs to; undefined for our own. */
export function packageOf(module: string): string | undefined {
  const path = module.replaceAll('\\', '/');
  const inside = /^.*\/node_modules\/((?:@[^/]+\/)?[^/?]+)/.exec(path)?.[1];
  return inside ?? MADE_BY[/^\0(\w+)\//.exec(path)?.[1] ?? ''];
}

/** Bytes of rendered code that each package left in the output, before compression; the largest first. */
export function bytesByPackage(chunks: readonly Bundled[]): [name: string, bytes: number][] {
  const found = new Map<string, number>();
  for (const { modules } of chunks)
    for (const [id, { renderedLength }] of Object.entries(modules)) {
      const name = packageOf(id);
      if (name) found.set(name, (found.get(name) ?? 0) + renderedLength);
    }
  return [...found].sort(([, a], [, b]) => b - a);
}

/** Whether the compiler put functions of its own library into the engine (its text form names them). */
export function engineHasLibrary(text: string): boolean {
  return text.includes('$~lib/');
}

/** The licences of the packages these modules come from, by name. */
export function licencesOf(
  root: string,
  modules: readonly string[],
  further: readonly string[] = [],
): Licence[] {
  const names = new Set([...modules.flatMap((id) => packageOf(id) ?? []), ...further]);
  return [...names].sort().map((name) => licenceOf(join(root, 'node_modules', name), name));
}

/** The licence of package `name` in `folder`. Throws where the package does not tell it. */
export function licenceOf(folder: string, name: string): Licence {
  if (!existsSync(join(folder, 'package.json')))
    throw new Error(`Code of ${name} is bundled, but ${folder} has no package.json to tell its licence.`);
  const told = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    version: string;
    license?: string;
  };
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|copying|notice)(\.(md|txt))?$/i.test(file))
    .sort();
  const hasLicence = texts.some((file) => !/^notice/i.test(file));
  if (!told.license || !hasLicence)
    throw new Error(
      `Code of ${name} ${told.version} is bundled, but the package has no ${told.license ? 'licence text' : 'licence'}: ` +
        'its text must come with the page; use another package, or ask its authors for one.',
    );
  const text = texts.map((file) => readFileSync(join(folder, file), 'utf8').trim()).join('\n\n');
  return { name, version: told.version, licence: told.license, text };
}
