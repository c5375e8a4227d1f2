import { symbolText } from '../symbols/symbol.ts';
import { PRINT_DEFAULTS, type PrintOptions } from '../types/print/options.ts';
import type { PrintedLine } from '../types/print/writer.ts';
import { refTo } from '../rows/ref.ts';
import type { Line } from '../rows/value.ts';
import type { Arguments, CommandContext } from './command.ts';

/** How values are printed now: the settings of "set", and -x or -d of this command. */
export function printOptions(context: CommandContext, args?: Arguments): PrintOptions {
  const { settings, kernel } = context;
  const max = Number(settings.get('print_max') ?? PRINT_DEFAULTS.printMax);
  const { image } = kernel.symbols;
  const constants = {
    start: image.byName('__start_rodata')?.address ?? 0n,
    end: image.byName('__end_rodata')?.address ?? 0n,
  };
  return {
    radix: radixOf(context, args),
    printMax: Number.isSafeInteger(max) && max > 0 ? Math.min(max, 1 << 20) : PRINT_DEFAULTS.printMax,
    printArray: settings.get('print_array') === 'on',
    nullStop: settings.get('null-stop') === 'on',
    symbolize: (address, text) => {
      const at = kernel.symbols.byAddress(address);
      // Strings of the kernel lie after its constants and are none of them; kallsyms has no sizes that would say so.
      const loose = text && at && at.offset !== 0 && address >= constants.start && address < constants.end;
      return at && !loose ? symbolText(at, 10, false) : undefined;
    },
  };
}

/** The radix that -x, -h or -d ask for, or the context's. */
export function radixOf(context: CommandContext, args?: Arguments): 10 | 16 {
  if (args?.has('-x') || args?.has('-h')) return 16;
  return args?.has('-d') ? 10 : context.radix;
}

/** A printed line with its pointers as links. */
export function linked(line: PrintedLine): Line {
  if (line.pointers.length === 0) return { text: line.text };
  const links = line.pointers.map(({ start, end, address, struct, code }) => ({
    start,
    end,
    ref: code ? refTo.code(address) : struct ? refTo.instance(struct, address) : refTo.address(address),
  }));
  return { text: line.text, links };
}
