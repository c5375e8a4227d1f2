import { spoken } from '../../../src/core/catalogue/message.ts';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../src/core/rows/verdict.ts';
import { knownDumps, withDump, type KnownDump } from '../../build/zoo.ts';

/** What the verdict on a lab scenario must be; names come from the dump's own truth. */
interface Expected {
  readonly kind: string;
  readonly access?: Verdict['access'];
  readonly address?: RegExp;
  readonly context?: Verdict['context'];
  readonly culprit: 'module' | 'task' | 'lock' | 'operator';
  /** Rules that must have found something, and words that must be among what they say. */
  readonly findings: readonly (readonly [rule: string, words: RegExp])[];
  /** Whether the CPU's registers at the fault are known. */
  readonly fault?: boolean;
}

const EXPECTED: Readonly<Record<string, Expected>> = {
  null_pointer: {
    kind: 'null-pointer',
    access: 'write',
    address: /^0x0$/,
    culprit: 'module',
    fault: true,
    findings: [
      ['error-code', /: (page not present|.*nothing is mapped) · write · kernel mode/],
      ['address', /accesses 0: the same as the log says/],
      ['provenance', /the variable p \[null_pointer\] at 0x[0-9a-f]{16}, which still holds 0/],
      ['taints', /null_pointer is out-of-tree and unsigned \(taints O, E\)/],
      ['taints', /being loaded/],
      ['culprit', /^It happened in \w+, which belongs to module null_pointer\.$/],
    ],
  },
  sysrq: {
    kind: 'sysrq',
    culprit: 'operator',
    findings: [['sysrq', /sysrq_handle_crash/]],
  },
  hung_task: {
    kind: 'hung-task',
    culprit: 'lock',
    findings: [
      ['locks', /lab_report \(PID \d+\) waits for the mutex .*, which lab_transfer \(PID \d+\) holds/],
      ['locks', /lab_transfer \(PID \d+\) waits for the mutex .*, which lab_report \(PID \d+\) holds/],
      ['locks', /This is a deadlock/],
    ],
  },
  uaf: {
    kind: 'use-after-free',
    access: 'read',
    address: /^0x6b6b6b6b6b6b6b[67]/,
    culprit: 'module',
    fault: true,
    findings: [
      ['use-after-free', /POISON_FREE/],
      ['use-after-free', /filled with 0x6b/],
      ['provenance', /0x8\(%rax\)|\[x0, #8\]/],
    ],
  },
  gpf: {
    kind: 'non-canonical',
    access: 'read',
    address: /^0x41414141414141/,
    culprit: 'module',
    fault: true,
    findings: [['value', /every byte is 0x41/]],
  },
  bug_on: { kind: 'bug', culprit: 'module', fault: true, findings: [['bug', /bug_on\.c:\d+/]] },
  soft_lockup: { kind: 'soft-lockup', culprit: 'module', findings: [['soft-lockup', /stuck for \d+s/]] },
  stack_overflow: {
    kind: 'stack-overflow',
    culprit: 'module',
    fault: true,
    findings: [['stack-overflow', /holds \d+ frames of lab_descend/]],
  },
  divide: { kind: 'divide-error', culprit: 'module', fault: true, findings: [['divide-error', /div/]] },
  bad_jump: {
    kind: 'bad-jump',
    access: 'execute',
    address: /^0x1badc0de$/,
    culprit: 'module',
    fault: true,
    findings: [
      ['error-code', /instruction (fetch|abort)/],
      ['provenance', /The call is at lab_open/],
      ['provenance', /(RAX was set to the constant|X1 was .*) 0x1badc0de/],
    ],
  },
  list_corruption: {
    kind: 'list-corruption',
    culprit: 'module',
    fault: true,
    findings: [['list-corruption', /list_(del|add) corruption/]],
  },
  warn_panic: { kind: 'warn', culprit: 'module', fault: true, findings: [['warn', /panic_on_warn/]] },
  rcu_stall: { kind: 'rcu-stall', culprit: 'module', findings: [['rcu-stall', /stall/]] },
  hard_lockup: {
    kind: 'unknown-nmi',
    culprit: 'module',
    findings: [['unknown-nmi', /interrupts were off/]],
  },
  oom: { kind: 'out-of-memory', culprit: 'task', findings: [['out-of-memory', /invoked oom-killer/]] },
  init_killed: {
    kind: 'init-killed',
    culprit: 'task',
    findings: [['init-killed', /exitcode=0x00000300/]],
  },
  panic_call: {
    kind: 'panic',
    context: 'softirq',
    culprit: 'module',
    findings: [['panic', /the lab's watch expired/]],
  },
};

/** Why a dump is left out here, if it is. */
function leftOut({ name, meta }: KnownDump): string | undefined {
  if (name.includes('flat')) return 'it is flattened';
  if (name.startsWith('large') || name === 'crowd') return 'it takes long; the benchmark has it';
  return EXPECTED[meta.scenario] ? undefined : `no answer is written down for ${meta.scenario}`;
}

const known = knownDumps();
// A file without a test is an error to vitest.
it.skipIf(known.length === 0)('has dumps to look at (../shared/zoo)', () => {
  expect(known.length).toBeGreaterThan(0);
});

describe.each(known)('the verdict on $name', (dump) => {
  const why = leftOut(dump);
  it.skipIf(why !== undefined)(why ? `is not checked: ${why}` : 'says what the truth says', () => {
    const { meta } = dump;
    const expected = EXPECTED[meta.scenario];
    const verdict = withDump(dump.path, (session) => spoken(session.verdict(), 'en'));
    const { task, where, culprit, findings } = verdict;
    expect(verdict).toMatchObject({
      kind: expected.kind,
      confidence: 'proven',
      context: expected.context ?? 'process',
      release: meta.release,
      machine: dump.meta.arch === 'amd64' ? 'x86_64' : 'aarch64',
      cpus: meta.cpus,
    });
    expect(verdict.access).toBe(expected.access);
    if (expected.address) expect(verdict.address).toMatch(expected.address);
    else expect(verdict.address).toBeUndefined();
    if (!meta.verdict.task.includes(' ran'))
      expect(meta.verdict.task.split(', ').some((name) => task?.comm.startsWith(name))).toBe(true);
    const functions = meta.verdict.function.split(' / ');
    if (functions[0] !== '')
      expect(functions).toContain(where?.symbol.replace(/\.(cold|constprop|part|isra).*/, ''));
    expect(where?.module ?? '').toBe(meta.verdict.module);
    expect(culprit?.what).toBe(expected.culprit);
    if (expected.culprit === 'module') expect(culprit?.name).toBe(meta.verdict.module);
    for (const [rule, words] of expected.findings.filter(
      // arm64 loads the pointer over the register that led to it: where it came from is no longer known.
      ([, words]) => meta.arch === 'amd64' || !words.source.startsWith('filled'),
    ))
      expect(findings.filter((each) => each.rule === rule).map(({ text }) => text)).toContainEqual(
        expect.stringMatching(words),
      );
    // A claim without a place to look it up is none.
    for (const finding of findings) expect(finding.evidence, finding.text).not.toEqual([]);
    if (expected.fault)
      expect(verdict.instructions?.filter((each) => each.faulting)).toHaveLength(
        meta.scenario === 'bad_jump' ? 0 : 1,
      );
    expect(verdict.trace?.length).toBeGreaterThan(2);
    expect(verdict.otherCpus).toHaveLength(meta.cpus - 1);
    expect(Date.parse(verdict.died ?? '')).toBeGreaterThan(Date.parse('2026-01-01'));
    expect(verdict.uptime).toBeGreaterThan(1);
  });
});
