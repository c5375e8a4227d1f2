import type { SpokenVerdict } from '../../src/core/rows/verdict.ts';

/** A verdict with something in every field: for what prints verdicts. */
export const exampleVerdict: SpokenVerdict = {
  kind: 'null-pointer',
  title: 'NULL pointer dereference (write, kernel mode)',
  confidence: 'proven',
  sentence: 'insmod (PID 166) on CPU 0 wrote 1 byte to address 0 at init_it+0x1f [broken]',
  access: 'write',
  address: '0x0',
  task: { pid: 166, comm: 'insmod', ref: 'task:ffff8d2c59182100' },
  cpu: 0,
  context: 'process',
  where: { symbol: 'init_it', offset: 31, module: 'broken', address: 'ffffffffc051e01f' },
  culprit: { what: 'module', name: 'broken', confidence: 'likely', why: 'the faulting code is its own' },
  bucket: 'null-pointer:broken:init_it',
  release: '6.1.0-50-amd64',
  machine: 'x86_64',
  hostname: 'lab-host',
  died: '2026-11-23T00:10:27Z',
  uptime: 9.9,
  cpus: 2,
  memory: 1024 ** 3,
  taints: [{ letter: 'O', text: 'out-of-tree module' }],
  findings: [
    {
      rule: 'page-fault',
      confidence: 'proven',
      text: 'error code 0x0002: page not present, write, kernel mode',
      evidence: [{ ref: 'log:812', text: 'BUG: kernel NULL pointer dereference, address: 0000000000000000' }],
    },
  ],
  instructions: [
    { address: 'ffffffffc051e01c', bytes: '48 8b 00', text: 'mov    (%rax),%rax', faulting: false },
    { address: 'ffffffffc051e01f', bytes: 'c6 00 01', text: 'movb   $0x1,(%rax)', faulting: true, note: 'RAX = 0 → NULL' },
  ],
  registers: [{ name: 'RAX', value: '0000000000000000', text: 'NULL' }],
  trace: [
    { address: 'ffffffff81000100', text: 'oops_end+1', symbol: 'oops_end', offset: 1, method: 'orc' },
    { address: 'ffffffffc051e01f', text: 'init_it+31 [broken]', symbol: 'init_it', offset: 31, module: 'broken', method: 'orc' },
    { address: 'ffffffff81000000', text: 'do_one_initcall+5', symbol: 'do_one_initcall', offset: 5, method: 'orc', boundary: 'exception' },
  ],
  otherCpus: [{ cpu: 1, task: { pid: 154, comm: 'lab_busy', ref: 'task:ffff8d2c59182101' }, text: 'in user mode' }],
  log: [{ sequence: 812, time: '9.913022', level: 1, text: 'BUG: <script>alert(1)</script> \x1b[31m 10.0.2.15 52:54:00:12:34:56' }],
  unchecked: [{ what: 'user pages', why: 'excluded by dump level 31' }],
};
