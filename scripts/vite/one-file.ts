import type { Plugin } from 'vite';

/** The few shapes of an ESTree that imports and exports have. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}
interface Named {
  readonly name?: string;
  readonly value?: string;
}
interface Literal extends Node {
  readonly value?: string;
  /** Of a template, as minifiers write strings. */
  readonly quasis?: readonly { readonly value: { readonly cooked: string } }[];
}
interface Statement extends Node {
  readonly source?: { readonly value: string } | null;
  readonly specifiers?: readonly {
    readonly type: string;
    readonly local: Named;
    readonly imported?: Named;
    readonly exported?: Named;
  }[];
}

/** A chunk taken apart: its code without imports and exports, and under which names it exports what. */
interface Part {
  readonly code: string;
  readonly exports: readonly string[];
}

const nameOf = (named: Named | undefined): string => named?.name ?? named?.value ?? '';

/**
 * Puts all chunks into the one file of the entry. What the entry needs at once runs first, each chunk in a function of
 * its own; what it imports by `import()` becomes a string, compiled when it is first asked for, so that nobody waits for
 * what he does not use: V8 goes through a string some thirty times as fast as through a program. Chunks give each other
 * bindings by name once all of their modules have run; none changes later (test/scripts/one-file.test.ts). Throws when
 * a chunk has a form that it cannot have then.
 */
export function oneFile(): Plugin {
  return {
    name: 'oopscope:one-file',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((each) => each.type === 'chunk');
      const entry = chunks.find((each) => each.isEntry);
      if (!entry) throw new Error('The command line has no entry.');
      const named = new Map(chunks.map((each) => [each.fileName, each]));
      // What the entry needs before it begins, what is imported before what imports it.
      const atOnce = new Set<typeof entry>();
      const need = (chunk: typeof entry): void => {
        for (const name of chunk.imports) {
          const each = named.get(name);
          if (each && each !== entry) need(each);
        }
        atOnce.add(chunk);
      };
      need(entry);
      const apart = (chunk: typeof entry): Part =>
        takenApart(this.parse(chunk.code), chunk.code, chunk !== entry);
      const body = (chunk: typeof entry): string => {
        const { code, exports } = apart(chunk);
        return `"use strict";${code};return{${exports.join()}}`;
      };
      const begun = [...atOnce]
        .filter((each) => each !== entry)
        .map((each) => `$made[${JSON.stringify(each.fileName)}]=(function(){${ascii(body(each))}})();`);
      const later = chunks
        .filter((each) => !atOnce.has(each))
        .map((each) => `${JSON.stringify(each.fileName)}:${JSON.stringify(ascii(body(each)))}`);
      for (const { fileName } of chunks)
        if (fileName !== entry.fileName) Reflect.deleteProperty(bundle, fileName);
      const [, first, rest] = /^(#![^\n]*\n)?(.*)$/s.exec(apart(entry).code) as unknown as [
        string,
        string | undefined,
        string,
      ];
      entry.code = `${first ?? ''}const $made={},$texts={${later.join(',\n')}},$meta=import.meta;
function $part(name){return $made[name]??=new Function("$part","$import","$meta",$texts[name]+"\\n//# sourceURL=oopscope:"+name)($part,$import,$meta)}
function $import(name){return new Promise((done)=>done($part(name)))}
${begun.join('\n')}
${ascii(rest)}`;
    },
  };
}

/** Takes a chunk apart; `inside` a function, where there are no imports and exports, or in the module of the file. */
function takenApart(tree: unknown, code: string, inside: boolean): Part {
  const edits: { readonly start: number; readonly end: number; readonly text: string }[] = [];
  const exports: string[] = [];
  const replace = ({ start, end }: Node, text: string): void => void edits.push({ start, end, text });
  for (const node of (tree as { body: Statement[] }).body) {
    if (node.type === 'ImportDeclaration') {
      const from = node.source!.value;
      if (!inside && !from.startsWith('./')) continue;
      replace(node, imported(node, from));
    } else if (node.type.startsWith('Export')) {
      if (
        node.type !== 'ExportNamedDeclaration' ||
        !node.specifiers ||
        ('declaration' in node && node.declaration)
      )
        throw new Error(`A part of the command line exports in a way that is not known: ${node.type}.`);
      const from = node.source ? `${partOf(node.source.value)}.` : '';
      for (const { local, exported } of node.specifiers)
        exports.push(`get ${JSON.stringify(nameOf(exported))}(){return ${from}${nameOf(local)}}`);
      replace(node, '');
    }
  }
  eachNode(tree, (node) => {
    if (node.type === 'ImportExpression') {
      const { source } = node as Node & { source: Literal };
      const from = source.value ?? source.quasis?.[0]?.value.cooked ?? '';
      if (!from.startsWith('./')) throw new Error('The command line imports what is no part of it.');
      replace(node, `$import(${JSON.stringify(from.slice(2))})`);
    } else if (node.type === 'MetaProperty' && inside && code.startsWith('import', node.start)) {
      replace(node, '$meta');
    }
  });
  let changed = '';
  let from = 0;
  for (const { start, end, text } of edits.sort((a, b) => a.start - b.start)) {
    changed += code.slice(from, start) + text;
    from = end;
  }
  return { code: changed + code.slice(from), exports };
}

/** The expression that gives another chunk or a module of Node. */
function partOf(from: string): string {
  return from.startsWith('./')
    ? `$part(${JSON.stringify(from.slice(2))})`
    : `process.getBuiltinModule(${JSON.stringify(from)})`;
}

/** The statement that stands for an import within a function. */
function imported({ specifiers = [] }: Statement, from: string): string {
  const module = partOf(from);
  const names = specifiers.map(({ type, local, imported: name }) => {
    if (type !== 'ImportSpecifier')
      throw new Error(`A part of the command line imports all of ${from}: name what it needs.`);
    return `${JSON.stringify(nameOf(name))}:${nameOf(local)}`;
  });
  return names.length > 0 ? `const{${names.join()}}=${module};` : `${module};`;
}

function eachNode(node: unknown, visit: (node: Node) => void): void {
  if (typeof node !== 'object' || node === null) return;
  if (Array.isArray(node)) {
    for (const each of node) eachNode(each, visit);
    return;
  }
  if ('type' in node && 'start' in node) visit(node as Node);
  for (const value of Object.values(node)) eachNode(value, visit);
}

/** Characters outside of ASCII, which our sources have in strings, templates and patterns only: V8 keeps a text without them in half the room. */
function ascii(code: string): string {
  return code.replace(/[^\0-\x7f]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
