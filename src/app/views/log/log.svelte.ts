import type { Workspace } from '../../state/workspace.svelte.ts';
import type { TableState } from '../../table/table-state.svelte.ts';

/** The kernel's names of its levels (include/linux/kern_levels.h). */
export const LEVELS = ['emerg', 'alert', 'crit', 'err', 'warn', 'notice', 'info', 'debug'] as const;

/** How times are shown: since boot, by the clock, since the record before, before the end. */
export type TimeFormat = 'boot' | 'wall' | 'delta' | 'before';

/** First lines of what ends in a crash: arch/x86/mm/fault.c, kernel/panic.c, lib/bug.c, kernel/watchdog.c and others. */
const OOPS =
  /^(BUG: |Oops|kernel BUG at|general protection fault|Unable to handle kernel|Internal error:|Kernel panic|divide error|invalid opcode|double fault|sysrq: Trigger a crash|watchdog: BUG|INFO: task .* blocked|rcu: INFO: .* detected stall|KASAN|stack segment:|Watchdog detected hard LOCKUP)/;

/** Whether a line begins what ends in a crash. */
export function isTrouble(text: string): boolean {
  return OOPS.test(text);
}

/** What the log's view adds to its table. */
export class LogState {
  level = $state(7);
  time = $state<TimeFormat>('boot');
  /** Whether it was looked at before. */
  arrived = false;
  private readonly timeColumn: number;
  private readonly levelColumn: number;
  private readonly textColumn: number;
  private readonly sequenceColumn: number;

  constructor(
    private readonly workspace: Workspace,
    readonly table: TableState,
  ) {
    const { data } = table;
    this.timeColumn = data.columnIndex('time');
    this.levelColumn = data.columnIndex('level');
    this.textColumn = data.columnIndex('text');
    this.sequenceColumn = data.columnIndex('sequence');
    const kept = workspace.app.settings.recall('timeformat');
    if (kept === 'wall' || kept === 'delta' || kept === 'before') this.time = kept;
  }

  setTime(time: TimeFormat): void {
    this.time = time;
    this.workspace.app.settings.remember('timeformat', time);
  }

  setLevel(level: number): void {
    this.level = level;
    const { data } = this.table;
    this.table.keep =
      level >= 7 ? undefined : (row) => Number(data.value(row, this.levelColumn) ?? 0) <= level;
  }

  /** The time of a row as it was chosen. */
  timeText(row: number): string | undefined {
    const { data } = this.table;
    const seconds = this.seconds(row);
    if (data.text(row, this.timeColumn).trim() === '') return '';
    if (this.time === 'boot') return undefined;
    if (this.time === 'delta') return `+${(row > 0 ? seconds - this.seconds(row - 1) : 0).toFixed(6)}`;
    const { died, uptime } = this.workspace.verdict ?? {};
    if (this.time === 'before') {
      const end = this.seconds(data.count - 1);
      return `-${(end - seconds).toFixed(6)}`;
    }
    if (!died || uptime === undefined) return undefined;
    return new Date(Date.parse(died) - uptime * 1000 + seconds * 1000)
      .toISOString()
      .replace('T', ' ')
      .slice(0, 23);
  }

  /** Seconds since boot. */
  private seconds(row: number): number {
    return Number(this.table.data.value(row, this.timeColumn) ?? 0) / 1e9;
  }

  /** Number of the first line of the first oops; -1 without one. */
  firstOops(): number {
    const { data } = this.table;
    for (let row = 0; row < data.count; row++) if (OOPS.test(data.text(row, this.textColumn))) return row;
    return -1;
  }

  isOops(row: number): boolean {
    return isTrouble(this.table.data.text(row, this.textColumn));
  }

  refOf(row: number): string {
    return `log:${this.table.data.text(row, this.sequenceColumn)}`;
  }

  rowOf(sequence: string): number {
    const { data } = this.table;
    for (let row = 0; row < data.count; row++)
      if (data.text(row, this.sequenceColumn) === sequence) return row;
    return -1;
  }
}
