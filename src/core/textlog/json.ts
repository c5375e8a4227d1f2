import type { Line } from './format.ts';

/** An object of a JSON text that has no object within it, and the line that it began on. */
export interface JsonObject {
  readonly line: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Longer ones are passed over. */
const MAX_OBJECT = 1 << 20;

/**
 * The innermost objects in `lines`, whatever is around them (a list, an object, one a line, a mark before each); what
 * is cut or is no JSON is passed over.
 */
export function* objects(lines: Iterable<Line>): Generator<JsonObject> {
  let text = '';
  let begun: number | undefined;
  let inString = false;
  const mark = /["\\{}]/g;
  for (const { line, text: added } of lines) {
    let from = begun === undefined ? -1 : 0;
    mark.lastIndex = 0;
    for (let found = mark.exec(added); found; found = mark.exec(added)) {
      const at = found.index;
      if (inString && found[0] === '\\') mark.lastIndex = at + 2;
      else if (found[0] === '"') inString = !inString;
      else if (inString) continue;
      else if (found[0] === '{') {
        begun = line;
        text = '';
        from = at;
      } else if (found[0] === '}' && begun !== undefined) {
        const fields = parsed(text + added.slice(Math.max(from, 0), at + 1));
        if (fields) yield { line: begun, fields };
        begun = undefined;
        from = -1;
        text = '';
      }
    }
    // A string never runs over the end of a line.
    inString = false;
    if (begun === undefined) continue;
    text += added.slice(Math.max(from, 0)) + '\n';
    if (text.length > MAX_OBJECT) begun = undefined;
  }
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    // Cut in its middle, or never JSON.
    return undefined;
  }
}
