import type { Printed } from '../arch/printed.ts';
import { frameOf, placeIn, type Frame } from './frames.ts';
import type { LogLine, Trace } from './report.ts';

/** Frames of one trace that are read. */
const MAX_FRAMES = 500;

/** What may stand between the frames of one trace: marks of stacks, registers of an exception, code. */
const BETWEEN =
  /^\s*(?:<\/?[#\w]+>\s*(?:<\/?[#\w]+>)*|(?:R[A-Z0-9]{2}|E[A-Z]{2}|CR\d|[FG]S|[xr]\d{1,2}|pstate|sp|lr|ra|gp|t\d|s\d+|a\d|DR\d) ?: .*|R\d\d: .*|EFLAGS.*|ORIG_[RE]AX.*|Code: .*|Exception stack\(.*|[0-9a-f]{3,4}:( +[0-9a-f]{8}){1,8}|-{3,} ?(?:interrupt|Exception|\[ end|<).*|Stack: ?.*|\.{3}|=======+|Call Trace.*|<[A-Z#\d]+ ?stack>.*|(?:[0-9a-f]{16} ?){2,4}|\(\[<.*)$/;
const MARK = /<(\/?)([#A-Z][#\w]*)>/g;

/** Every trace in `lines`, in order, each with the line that introduces it. */
export function tracesIn(lines: readonly LogLine[], machine: Printed | undefined): Trace[] {
  const traces: Trace[] = [];
  let frames: Frame[] = [];
  let title = '';
  let stack: string | undefined;
  let start = 0;
  const close = (): void => {
    if (frames.length > 0) traces.push({ title, frames, sequence: start });
    frames = [];
    stack = undefined;
  };
  for (const { text, sequence } of lines) {
    const parsed = frameOf(text);
    if (parsed) {
      if (frames.length === 0) start = sequence;
      for (const each of parsed) {
        // arm names each function twice: as caller, and as what was called.
        const last = frames.at(-1);
        if (parsed.length === 2 && each === parsed[0] && last?.symbol === each.symbol) continue;
        if (frames.length < MAX_FRAMES) frames.push({ ...each, stack, sequence });
      }
      stack = stackAfter(text, stack);
      continue;
    }
    const place = machine?.place.test(text) ? placeIn(text) : undefined;
    if (place && frames.length > 0) {
      frames.push({ ...place, stack, sequence });
      continue;
    }
    if (frames.length > 0 && (BETWEEN.test(text) || machine?.place.test(text))) {
      stack = stackAfter(text, stack);
      continue;
    }
    if (/^\s*<\/?[#\w]+>/.test(text)) {
      stack = stackAfter(text, stack);
      continue;
    }
    close();
    if (!/^\s*$/.test(text) && !/^Call [Tt]race:|^Backtrace:/.test(text)) title = text;
    else if (/^\S/.test(text) && title === '') title = text;
  }
  close();
  return traces;
}

/** "<IRQ>" begins a stack, "</IRQ>" ends it; older kernels write "<EOI>" and "<<EOE>>". */
function stackAfter(text: string, stack: string | undefined): string | undefined {
  let now = stack;
  for (const [, end, name] of text.matchAll(MARK)) {
    if (end !== '' || /^EO[IE]$/.test(name)) now = undefined;
    else if (name !== 'TASK') now = name;
  }
  return now;
}
