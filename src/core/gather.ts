/**
 * What the files of a folder declare: lists that grow (commands, rules, tables …) are folders, and a folder's
 * index hands its files over here, so that adding one touches no other file. `files` comes from import.meta.glob;
 * a file without `name` among its exports is a part of others and is passed over. In the order of the file names.
 * Throws when two declare the same key.
 */
export function gather<Name extends string, T>(
  files: Readonly<Record<string, { readonly [export_ in Name]?: T }>>,
  name: Name,
  key: (declared: T) => string,
): readonly T[] {
  const found = new Map<string, T>();
  for (const path of Object.keys(files).sort()) {
    const declared = files[path]?.[name];
    if (declared === undefined) continue;
    if (found.has(key(declared)))
      throw new Error(`Two files declare the ${name} ${key(declared)}; the second is ${path}.`);
    found.set(key(declared), declared);
  }
  return [...found.values()];
}
