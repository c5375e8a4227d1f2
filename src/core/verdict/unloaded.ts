import { endings } from '../catalogue/endings.ts';
import { ifKnown } from '../errors.ts';
import { moduleAt } from '../kernel/modules.ts';
import { refTo } from '../rows/ref.ts';
import type { Culprit, Finding } from '../rows/verdict.ts';
import type { Case } from './case.ts';
import { ofAddress } from './phrases.ts';

/** print_modules(), kernel/module/main.c: "Modules linked in: … [last unloaded: lab_life(OE)]", with flags since 6.4. */
const LAST = /^Modules linked in:.*\[last unloaded: (\w{1,64})/s;

/**
 * What is told of a fault at an address where modules are loaded and none is: what a module left behind when it was unloaded.
 * That it was the last one is not proven.
 */
export function unloadedModule(c: Case): { finding: Finding; culprit: Culprit } | undefined {
  const { fault, kernel } = c;
  const address = fault?.kind === 'page-fault' ? fault.address : undefined;
  if (!fault || address === undefined || fault.word?.present) return undefined;
  const range = ifKnown(() => kernel.arch.paging.moduleRange(kernel));
  if (!range || address < range.start || address >= range.end) return undefined;
  if (ifKnown(() => moduleAt(kernel, address)) !== undefined) return undefined;
  const record = c.log.records.findLast(({ text, facility }) => facility === 0 && LAST.test(text));
  const module = record && LAST.exec(record.text)?.[1];
  if (!record || module === undefined) return undefined;
  const text = endings.unloaded({ address: ofAddress(address), module });
  const evidence = [{ ref: refTo.log(record.sequence), text: record.text.split('\n', 1)[0] }];
  return {
    finding: { rule: 'unloaded', confidence: 'likely', text, evidence },
    culprit: { what: 'module', name: module, confidence: 'likely', why: text },
  };
}
