import type { Kernel } from '../../kernel/kernel.ts';
import type { EnumType } from '../../types/model.ts';

/** The enum with an enumerator called `name`. */
export function findEnumerator(kernel: Kernel, name: string): { type: EnumType; value: bigint } | undefined {
  if (!/^[A-Za-z_]\w*$/.test(name)) return undefined;
  const all = kernel.remember('enumerators', () => {
    const found = new Map<string, { type: EnumType; value: bigint }>();
    for (const { type: make } of kernel.types.all(['enum'], true)) {
      const type = make();
      if (type.kind !== 'enum') continue;
      for (const each of type.values)
        if (!found.has(each.name)) found.set(each.name, { type, value: each.value });
    }
    return found;
  });
  return all.get(name);
}
