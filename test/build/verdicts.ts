import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { spoken } from '../../src/core/catalogue/message.ts';
import type { SpokenVerdict } from '../../src/core/rows/verdict.ts';
import { withDump } from './zoo.ts';

/**
 * The verdicts on dumps of which is known what is right: those of the lab's scenarios and of the modules in test/lab. What is
 * right stands in test/lab/ways.json, by the way in which the kernel was made to die; a dump is named for it
 * (6.1-null_pointer.vmcore).
 */

/** What is right to say of a way to crash. */
export interface Right {
  readonly kind: readonly string[];
  /** Functions that may be named as the place; absent where there is none. */
  readonly where?: readonly string[];
  readonly module?: string;
  /** Whom to blame: regular expressions; empty where anybody who is asked for may be told. */
  readonly culprit: readonly string[];
  readonly access?: string;
  readonly context?: string;
  readonly task?: string;
  /** The kind of the first event, where something else went before. */
  readonly first?: string;
  /** Regular expressions over all that is said: what must be told, what must not. */
  readonly says?: readonly string[];
  readonly never?: readonly string[];
}

/** Every way to crash that is known, with what is right to say of it. */
export const ways = JSON.parse(
  readFileSync(new URL('../lab/ways.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, { readonly run?: string; readonly right: Right }>>;

/** The way in which the kernel of the dump at `path` died: its file is named for it. */
export function wayOf(path: string): string | undefined {
  const name = basename(path, '.vmcore');
  return Object.keys(ways)
    .filter((way) => name === way || name.endsWith(`-${way}`))
    .sort((a, b) => b.length - a.length)
    .at(0);
}

/** A verdict held against what is right. */
export interface Held {
  readonly name: string;
  readonly said: SpokenVerdict;
  readonly right: Right;
  readonly kind: boolean;
  readonly place: boolean;
  readonly culprit: boolean;
  /** What should have been told besides, and was not. */
  readonly untold: readonly string[];
  /** What was said as proven and is false. */
  readonly falseProof: readonly string[];
}

/** The verdict on the dump at `path`, held against what is right; undefined where that is not known. */
export function held(path: string): Held | undefined {
  const way = wayOf(path);
  if (way === undefined) return undefined;
  const said = withDump(path, (session) => spoken(session.verdict(), 'en'));
  return hold(basename(path, '.vmcore'), said, ways[way].right);
}

export function hold(name: string, said: SpokenVerdict, right: Right): Held {
  const kind = right.kind.includes(said.kind);
  const symbol = said.where?.symbol.replace(/\.(cold|constprop|part|isra|llvm).*/, '');
  const place =
    (right.where === undefined || right.where.includes(symbol ?? '')) &&
    (right.where === undefined || right.module === undefined || said.where?.module === right.module);
  const blamed = said.culprit?.name ?? '';
  const culprit =
    right.culprit.length === 0 || right.culprit.some((each) => new RegExp(`\\b(${each})\\b`).test(blamed));
  const all = [said.title, said.sentence, ...said.findings.map(({ text }) => text)].join('\n');
  const untold = [
    ...(right.says ?? []).filter((words) => !new RegExp(words, 'i').test(all)).map((words) => `says ${words}`),
    ...(right.access !== undefined && said.access !== right.access ? [`access ${right.access}`] : []),
    ...(right.context !== undefined && said.context !== right.context ? [`context ${right.context}`] : []),
    ...(right.task !== undefined && said.task?.comm !== right.task ? [`task ${right.task}`] : []),
    ...(right.first !== undefined && said.events?.find((each) => each.first)?.kind !== right.first
      ? [`first ${right.first}`]
      : []),
  ];
  const proven = said.confidence === 'proven';
  const falseProof = [
    ...(proven && !kind ? [`kind ${said.kind}`] : []),
    ...(proven && right.access !== undefined && said.access !== undefined && said.access !== right.access
      ? [`access ${said.access}`]
      : []),
    ...(said.culprit?.confidence === 'proven' && !culprit ? [`culprit ${blamed}`] : []),
    ...(right.never ?? [])
      .filter((words) => new RegExp(words, 'i').test(all))
      .map((words) => `says ${words}`),
  ];
  return { name, said, right, kind, place, culprit, untold, falseProof };
}
