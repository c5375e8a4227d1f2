import type { Messages } from './messages.ts';

export const en: Messages = {
  confidence: { proven: 'proven', likely: 'likely', guess: 'guess' },
  died: (time) => `died ${time}`,
  after: (time) => `after ${time}`,
  cpus: (count) => `${count} ${count === 1 ? 'CPU' : 'CPUs'}`,
  registers: 'Registers',
  evidence: 'Evidence',
  trace: 'Call trace',
  otherCpus: 'Other CPUs',
  taints: 'Taints',
  notTainted: 'none',
  log: 'Last of the log',
  unchecked: 'Not checked',
  culprit: 'Suspect',
  code: 'Code',
  file: 'Dump',
  lacks: 'Lacking',
  timings: 'Time of each step',
  report: 'Crash report',
  redacted: (what) => `Taken out of this report: ${what}.`,
};
