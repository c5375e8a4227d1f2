import { blameTest as testOf, type Named } from '../reports/never-blame.ts';

/**
 * Functions that report, handle or carry out what others asked for: the list of reports/never-blame.ts, and what only a stack
 * out of memory has. Names as kallsyms has them, without .cold, .part and the like; * stands for any ending.
 */
export { plainName, type Named } from '../reports/never-blame.ts';

const BESIDES = `
do_page_fault __do_page_fault show_* __run_timer* do_wait_* warn_free_bad_obj panic_on_warn* list_* arch_ftrace_*
`;

/** Tells whether a function may be to blame for what it reports, with what `own` names of a machine. Modules' functions always may be. */
export function blameTest(own = ''): (symbol: Named) => boolean {
  return testOf(`${BESIDES} ${own}`);
}
