import type { Spoken } from '../catalogue/message.ts';
import type { CpuView, LogLineView, SpokenVerdict } from '../rows/verdict.ts';
import type { Wording } from './wording.ts';

/** "6.1.0-50-amd64 · died 2026-11-23 00:10:27 UTC after 9 s · 2 CPUs · 1 GB" */
export function machineLine(verdict: SpokenVerdict, words: Wording): string {
  const time = verdict.died?.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC');
  const uptime = verdict.uptime === undefined ? undefined : words.after({ time: duration(verdict.uptime) });
  const died = [time === undefined ? undefined : words.died({ time }), uptime]
    .filter((part) => part !== undefined)
    .join(' ');
  return [
    verdict.release,
    verdict.hostname,
    died,
    verdict.cpus === undefined ? undefined : words.cpus({ count: verdict.cpus }),
    verdict.memory === undefined ? undefined : bytes(verdict.memory),
  ]
    .filter((part) => part)
    .join(' · ');
}

/** Seconds as people say them: "9 s", "4 min 12 s", "3 d 04:05:06". */
export function duration(seconds: number): string {
  const whole = Math.floor(seconds);
  const [days, hours, minutes, rest] = [
    Math.floor(whole / 86400),
    Math.floor(whole / 3600) % 24,
    Math.floor(whole / 60) % 60,
    whole % 60,
  ];
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${minutes} min ${rest} s`;
  const clock = [hours, minutes, rest].map((part) => String(part).padStart(2, '0')).join(':');
  return days > 0 ? `${days} d ${clock}` : clock;
}

/** Bytes as people say them: "1 GB", "958 MB" (1 GB = 2^30). */
export function bytes(count: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let value = count;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value >= 10 || Number.isInteger(value) ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** The functions of the trace in one line, from where it happened outwards; how the kernel reported it is left out. */
export function traceLine(verdict: SpokenVerdict): string {
  // What the kernel itself does not vouch for stands in the whole trace only.
  const frames = (verdict.trace ?? []).filter(
    (frame) => frame.method !== 'guess' || verdict.source !== 'text',
  );
  const { where } = verdict;
  const start = frames.findIndex((frame) => frame.symbol === where?.symbol && frame.module === where?.module);
  return frames
    .slice(Math.max(0, start))
    .map(
      (frame) =>
        (frame.symbol ? frame.symbol + (frame.module ? ` [${frame.module}]` : '') : frame.text) +
        (frame.times === undefined ? '' : ` × ${frame.times}`),
    )
    .concat(verdict.syscall ? [`syscall ${verdict.syscall.number} ${verdict.syscall.name ?? ''}`.trim()] : [])
    .join(' ← ');
}

/** "CPU 1: lab_busy (PID 154) in user mode" */
export function cpuLine({ cpu, task, text }: Spoken<CpuView>): string {
  return `CPU ${cpu}: ${task ? `${task.comm} (PID ${task.pid}) ` : ''}${text}`;
}

/** A time of the log as the kernel prints it: "[    9.941071]" (kernel/printk/printk.c, print_time). */
export function logLine({ time, text }: LogLineView): string {
  return `[${time.padStart(12)}] ${text}`;
}
