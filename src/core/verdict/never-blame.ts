/**
 * Functions that report, handle or carry out what others asked for: a search for who is to blame goes on
 * after them. Names as kallsyms has them, without .cold, .part and the like; * stands for any ending. Those of one
 * machine alone are its own (arch/trouble.ts).
 */
const NEVER_BLAMED = `
panic vpanic nmi_panic die __die oops_* do_page_fault __do_page_fault handle_bug report_bug __report_bug __warn*
warn_slowpath* crash_kexec __crash_kexec machine_kexec dump_stack* show_* print_* printk _printk vprintk*
check_panic_on_warn watchdog_timer_fn watchdog_* hardlockup_* perf_event_overflow __perf_event_overflow
check_hung_* hrtimer_* __hrtimer_* run_timer_* __run_timer* call_timer_fn expire_timers update_process_times
tick_* rcu_sched_clock_irq rcu_* __rcu_* print_cpu_stall check_cpu_stall rcu_pending __list_add_valid*
__list_del_entry_valid* refcount_warn_saturate refcount_dec* usercopy_* __check_object_size __fortify_*
__check_heap_object check_heap_object check_stack_object fortify_* kasan_* __kasan_* __asan_* kfence_* __ubsan_* ubsan_* __stack_chk_fail mem_* memcpy memset memmove
__memcpy __memset __memmove memcmp strlen strcmp strncmp strcpy strncpy strscpy strnlen strchr strcat
clear_page* copy_page* copy_user* copy_from_user* copy_to_user* _copy_* __copy_* csum_* _raw_spin_* _raw_read_*
_raw_write_* queued_* pv_queued_* __pv_queued_* mutex_* __mutex_* rwsem_* down down_* up up_* rt_mutex_*
ww_mutex_* lock_acquire lock_release __schedule schedule schedule_* preempt_schedule* __cond_resched
io_schedule* wait_for_* __wait_* do_wait_* prepare_to_wait* wait_on_* out_of_line_wait* bit_wait* kfree kvfree object_err slab_err slab_bug free_to_partial_list free_debug_processing check_object check_bytes*
cache_from_obj alloc_debug_processing __slab_err warn_free_bad_obj __schedule_bug panic_on_warn*
kmem_cache_* __kmem_cache_* slab_* ___slab_* __slab_* __kmalloc* kmalloc_* ___cache_free __free_slab free_pages*
__alloc_pages* alloc_pages* __alloc_frozen_pages* get_page_from_freelist out_of_memory dump_header
oom_kill_process __alloc_pages_slowpath* __alloc_pages_may_oom* __rb_* rb_* xas_* xa_* mas_* mt_* idr_*
radix_tree_* llist_* list_* hlist_* bitmap_* find_next_bit do_syscall_* syscall_* ret_from_fork* kthread
worker_thread process_one_work process_scheduled_works __do_softirq handle_softirqs __irq_exit_rcu irq_exit*
do_softirq* run_ksoftirqd smpboot_thread_fn handle_irq* __handle_irq* handle_edge_irq handle_fasteoi_irq
generic_handle_* ftrace_* kprobe_* kretprobe_* arch_ftrace_* bpf_dispatcher_* bpf_trampoline_*
sysrq_handle_crash __handle_sysrq do_exit make_task_dead ret_to_user
`;

/** A function's name without what compilers add: .cold, .part.0, .isra.0, .constprop.0. */
export function plainName(name: string): string {
  return name.replace(/\.(cold|part|isra|constprop|llvm|lto_priv)\b.*$/, '');
}

/** What of a symbol decides whether it may be blamed. */
export interface Named {
  readonly name: string;
  readonly module?: string;
}

/** Tells whether a function may be to blame for what it reports, with what `own` names of a machine. Modules' functions always may be. */
export function blameTest(own = ''): (symbol: Named) => boolean {
  const exact = new Set<string>();
  const beginnings: string[] = [];
  for (const word of `${NEVER_BLAMED} ${own}`.split(/\s+/)) {
    if (word.endsWith('*')) beginnings.push(word.slice(0, -1));
    else if (word !== '') exact.add(word);
  }
  return ({ name, module }) => {
    if (module !== undefined) return true;
    const plain = plainName(name);
    return !exact.has(plain) && !beginnings.some((beginning) => plain.startsWith(beginning));
  };
}
