import { rustName } from '../symbols/rust-names.ts';

/**
 * Functions that report, check, carry out or wait for what others asked for: a search for who is to blame goes on after
 * them. By family, because what holds for one member holds for those that are yet to come; * stands for any
 * ending. Those of one machine alone are its own (arch/<machine>). Names as kallsyms has them, without what compilers add.
 */
const FAMILIES: Readonly<Record<string, string>> = {
  // kernel/panic.c, lib/bug.c, lib/dump_stack.c, kernel/printk
  reporting: `
panic vpanic nmi_panic die __die oops_* bust_spinlocks do_oops_* report_bug __report_bug handle_bug __warn* warn_slowpath* warn_bogus_*
check_panic_on_warn panic_on_warn* dump_stack* __dump_stack dump_backtrace* dump_page* show_stack* show_regs* __show_regs show_trace* show_registers
print_* __print_* *printk* dev_printk* dev_vprintk* _dev_* console_unlock console_trylock* console_flush*
crash_kexec __crash_kexec machine_kexec add_taint abort trigger_*backtrace* nmi_trigger_* nmi_cpu_backtrace* rcu_dump_cpu_stacks dump_cpu_task
synchronize_sched_expedited_wait rcu_check_gp_* sched_show_task debug_show_* warn_unsupported* do_exit make_task_dead do_group_exit
ret_to_user exit_signals walk_stackframe arch_stack_walk* preempt_count_* stack_trace_save* save_stack* save_trace* stack_depot_* __stack_depot_*`,
  // mm/kasan, mm/kmsan, mm/kfence, kernel/kcsan, lib/ubsan.c, mm/kmemleak.c
  sanitizers: `
kasan_* __kasan_* ____kasan_* __asan_* asan_* check_memory_region* memory_is_* check_poisoned_* check_slab_allocation check_page_allocation check_region_inline poison_slab_object unpoison_slab_object complete_report_info qlink_* describe_* end_report start_report*
__hwasan_* kmsan_* __kmsan_* __msan_* msan_* kfence_* __kfence_* kcsan_* __kcsan_* __tsan_* tsan_* check_access* ubsan_* __ubsan_* handle_overflow
val_to_string handle_null_ptr_deref handle_misaligned_access handle_object_size_mismatch handle_ubsan_* kmemleak_* create_object* __create_object* lookup_object* qlist_* quarantine_* __sanitizer_cov_* write_comp_data
test_and_set_bit __bitwise_* instrument_* fault_in_* cfi_* __cfi_* report_cfi_* handle_cfi_* __stack_chk_fail free_irq __free_irq fortify_* __fortify_* usercopy_*
check_stack_object __check_object_size check_heap_object __check_heap_object check_object_size
__read_once_size* __write_once_size* read_word_at_a_time`,
  // lib/list_debug.c, lib/refcount.c, lib/kobject.c, lib/debugobjects.c, kernel/workqueue.c
  checkers: `
__list_add_valid* __list_del_entry_valid* __list_add __list_del* list_add* list_del* list_move* hlist_* __hlist_* refcount_* __refcount_* kref_* debug_object_* __debug_object_*
bad_page bad_page_* slab_err slab_fix slab_bug print_trailer check_bytes_and_report debug_print_object __debug_check_* debug_check_no_* debug_objects_* debug_activate debug_deactivate debug_init debug_assert_* debug_print_* debug_locks_* debug_lockdep_* debug_mutex_* debug_rt_mutex_* debug_rwsem* debug_spin_* debug_write_* debug_read_* debug_work_* debug_timer_* debug_hrtimer_* debug_rcu_* debug_percpu_* debug_dma_* kobject_* __kobject_* kset_* kobj_* proc_register* __proc_create*
proc_create* proc_mkdir* __might_sleep __might_fault might_* ___might_sleep __might_resched __cant_sleep __cant_migrate check_preemption_disabled
__this_cpu_preempt_check debug_smp_processor_id __schedule_bug percpu_ref_* __percpu_ref_* percpu_counter_* fprop_* errseq_*
__init_work __destroy_inode work_is_static_object *_is_static_object *_fixup_activate *_fixup_free *_fixup_init init_timer_key* __init_timer* assertfail btrfs_assertfail assfail asswarn`,
  // kernel/locking, and what wraps one known lock: a driver's own foo_trylock() may be to blame
  locks: `
lock_acquire* lock_release* lock_is_held* lock_downgrade lock_set_* lock_contended lock_acquired lockdep_* __lockdep_* __lock_acquire* __lock_release*
__lock_set_class __lock_is_held* __lock_downgrade __lock_page* check_prev_add* check_prevs_add validate_chain* check_noncircular* check_deadlock* check_irq_usage* check_usage*
assign_lock_key rt_mutex_handle_deadlock mark_lock* mark_held_locks mark_usage* mark_irqflags* register_lock_class* valid_state trace_hardirqs_* trace_softirqs_* trace_irq_*
reacquire_held_locks find_lock* __bfs bfs_* look_up_lock_class check_flags* check_path* noop_count save_trace check_wait_context*
_raw_* __raw_* do_raw_* raw_spin_rq_* __raw_spin_rq_* spin_dump spin_bug rwlock_bug __task_rq_lock* task_rq_lock* double_rq_lock* _atomic_dec_and_lock* atomic_dec_and_* refcount_dec_and_* console_lock lock_timer_base __rtnl_lock hlock_class raw_spin_* spin_* read_lock* write_lock* __spin_* rwlock_* queued_* pv_queued_* __pv_* kvm_wait
ldsem_* osq_* mcs_* cpus_read_* cpus_write_* mmap_read_* mmap_write_* mmap_lock_* __mmap_lock_* folio_trylock* trylock_page* rtnl_trylock rtnl_unlock local_trylock* tty_write_lock tty_write_unlock tty_ldisc_lock* tty_ldisc_unlock* read_trylock* write_trylock* mutex_* __mutex_* rwsem_* __rwsem_* rt_mutex_* __rt_mutex_* rtmutex_* ww_mutex_* __ww_mutex_* down down_* __down __down_* ___down_* up up_* __up*
percpu_down_* percpu_up_* __percpu_down_* __percpu_up_* percpu_rwsem_* call_rwsem_* seqcount_* read_seqbegin* read_seqretry* rt_spin_* rt_read_* rt_write_*
bit_spin_* hlist_bl_lock hlist_bl_unlock local_bh_* __local_bh_* local_irq_* __raw_spin_* atomic_* atomic64_* arch_atomic* refcount_*
dentry_lock* lockref_* srcu_lock* srcu_read_* percpu_rw_*`,
  // net/core/rtnetlink.c, kernel/rcu: one lock and the grace periods of the whole kernel. Waiting there is a place of its own.
  gates: `
rtnl_lock rtnl_lock_killable rtnl_lock_interruptible synchronize_rcu* synchronize_srcu* __synchronize_srcu synchronize_sched* synchronize_net rcu_barrier srcu_barrier`,
  // kernel/sched, kernel/time/timer.c, lib/usercopy.c
  waiting: `
__schedule schedule schedule_timeout* schedule_preempt_disabled schedule_hrtimeout* schedule_rtlock* schedule_idle schedule_user schedule_tail do_task_dead preempt_schedule* __cond_resched* _cond_resched cond_resched* io_schedule* __switch_to* context_switch
wait_for_* __wait_for_* do_wait_for_* __wait_* do_wait_intr* wait_on_* out_of_line_wait* bit_wait* __bit_wait* wait_woken prepare_to_wait* finish_wait
___wait_* __wait_on_* wait_event* wait_rcu_gp __wait_rcu_gp msleep* usleep_range* do_nanosleep* hrtimer_nanosleep*
wake_up wake_up_process wake_up_q wake_up_state wake_up_klogd* wake_up_bit wake_up_var wake_up_if_idle wake_up_locked __wake_up* try_to_wake_up* ttwu_* default_wake_function autoremove_wake_function complete complete_* swake_up* wake_q_* swait_* woken_wake_*
do_read_cache_* destroy_workqueue congestion_wait* folio_wait_* wait_on_page* __folio_lock* __lock_page* folio_lock* lock_page* throttle_direct_reclaim
blk_mq_freeze_queue* blk_freeze_queue* truncate_inode_pages* __filemap_get_folio* filemap_get_folio* submit_bio_wait wait_extent_bit xfs_buf_lock filemap_fdatawait* __filemap_fdatawait* filemap_write_and_wait* __filemap_fdatawrite* file_write_and_wait* try_to_grab_pending work_grab_pending __down_common semaphore_* __flush_work* flush_work* __cancel_work* cancel_work_* cancel_delayed_work* flush_delayed_work
flush_workqueue __flush_workqueue drain_workqueue start_flush_work
kthread_stop kthread_park* kthread_flush* __kthread_parkme freezing_slow_path __refrigerator`,
  // mm/slab*.c, mm/slub.c, mm/page_alloc.c, mm/vmalloc.c, mm/percpu.c, mm/util.c
  allocation: `
kfree kfree_* __kfree* kvfree* kzfree* kfree_sensitive kmalloc* __kmalloc* ___kmalloc* ____kmalloc* __do_kmalloc* kzalloc* kcalloc* kvmalloc* __kvmalloc* kvzalloc* kmemdup* __kmemdup* kmem_cache_* __kmem_cache_* ___cache_* __cache_* cache_*
cache_alloc* cache_free* cache_grow* slab_* __slab_* ___slab_* new_slab allocate_slab alloc_slab* free_slab __free_slab discard_slab free_block
do_slab_free setup_object* object_err warn_free_bad_obj check_object check_slab check_bytes* on_freelist init_object alloc_debug_* free_debug_* free_to_* set_track*
__alloc_pages* alloc_pages* __alloc_frozen_* alloc_frozen_* get_page_from_freelist prepare_alloc_pages* slab_free_after_rcu_debug prep_new_page post_alloc_hook free_pages* __free_pages* free_unref_* free_pcp*
free_the_page bulk_free* rmqueue* alloc_page* __get_free_page* get_zeroed_page* free_page* __free_page* folio_alloc* __folio_alloc* vma_alloc_folio*
bad_page free_page_is_bad check_new_page* page_expected_state* free_tail_page* free_frozen_* __free_frozen_* __folio_put* __put_page put_page* folio_put* page_frag_* free_large_kmalloc free_kmem_*
out_of_memory dump_header oom_kill_* warn_alloc* vmalloc* __vmalloc* vzalloc* vfree* __vfree* vmap* vunmap* __vunmap* alloc_vmap* free_vmap* kmap* kunmap* pcpu_* __alloc_percpu* free_percpu alloc_percpu*
mempool_* krealloc* __do_krealloc* devm_k* devm_krealloc kstrdup* kstrndup* memdup_user* vmemdup_user* memdup_* vmemdup* kasprintf kvasprintf* kmalloc_array* memcg_* __memcg_* obj_cgroup_* __mod_*
poison_* zap_* shrink_slab_* __kasprintf alloc_inode_sb __put_task_* dma_pool_* dma_alloc_* dma_free_* sheaf_* __sheaf_* barn_* __pcs_* refill_objects __refill_objects* __prefill_sheaf*`,
  // lib/, arch/*/lib, mm/maccess.c, lib/usercopy.c, lib/iov_iter.c
  primitives: `
memcpy* __memcpy* ___memcpy* memset* __memset* memmove* __memmove* memcmp* memchr* memscan* __memscan* memdup strlen strcmp strncmp strcpy strncpy strscpy* strlcpy strlcat strnlen strchr* strrchr strcat strncat strstr strsep strpbrk strcasecmp strncasecmp strspn strcspn
add_uevent_var sized_strscpy string* vsnprintf* snprintf* vscnprintf* sprintf* vsprintf* scnprintf* format_* va_format pointer* number hex_* kstrto* sscanf vsscanf
clear_page* copy_page* copy_user* *copy_from_user* *copy_to_user* copy_from_iter* _copy_* __copy_* copy_mc_* copyin copyout raw_copy_* clear_user* __clear_user* copy_struct_from_user copy_from_sockptr* csum_* __csum_* do_csum*
iov_iter_* _iov_iter* __iov_iter* iterate_and_advance* iterate_iovec* simple_copy_to_iter get_user* put_user* strncpy_from_user* copy_string_kernel copy_strings* strnlen_user* do_strncpy_from_user probe_kernel_* copy_from_kernel_* copy_to_kernel_* crc32* crc_* find_next_* find_first_* _find_* __bitmap_* bitmap_*
__rb_* rb_* ____rb_* xas_* xa_* __xa_* mas_* mt_* mtree_* idr_* ida_* radix_tree_* __radix_tree_* llist_* __llist_* plist_* klist_* rhashtable_* __rhashtable_* rht_* sort sort_r bsearch __const_udelay __delay delay_* __udelay udelay ktime_get* read_tsc
__raw_read* __raw_write* logic_in* logic_out* ioread* iowrite* readb readw readl readq writeb writew writel writeq inb inw inl outb outw outl pci_generic_config_* test_and_* __test_and_* test_bit* set_bit* clear_bit* change_bit* bitops_* variable_test_bit constant_test_bit _test_bit seq_* sg_copy_* __sg_* kcov_* __cmpxchg*
skb_put skb_push skb_over_panic skb_under_panic skb_panic __skb_pull* skb_pull* pskb_expand_head* ___pskb_trim
nla_* __nla_* call_rcu* __call_rcu* kfree_call_rcu kvfree_call_rcu dput_to_list`,
  // kernel/rcu, kernel/time, kernel/softirq.c, kernel/irq, kernel/smp.c, kernel/watchdog.c, kernel/hung_task.c
  interrupts: `
watchdog* __touch_* softlockup_* hardlockup_* perf_prepare_sample perf_event_nmi_handler intel_pmu_* x86_pmu_* amd_pmu_* nmi_panic nmi_handle* do_nmi end_repeat_nmi perf_event_overflow __perf_event_overflow check_hung_* tick_* __tick_* update_process_times update_wall_time profile_tick
hrtimer_interrupt __hrtimer_* hrtimer_run_* __run_hrtimer* hrtimer_* run_timer_* __run_timer* run_local_timers timer_expire_* tmigr_* call_timer_fn expire_timers mod_timer* __mod_timer add_timer* del_timer* try_to_del_timer* timer_delete* timer_shutdown* __timer_delete*
detach_timer* detach_if_pending timer_fixup_* lock_timer_base* enqueue_timer*
rcu_* __rcu_* force_qs_* try_invoke_on_locked_down_task check_cpu_stall print_cpu_stall print_other_cpu_stall invoke_rcu_* note_gp_* do_nocb_* rcu_torture_* srcu_* scheduler_tick sched_tick
__do_softirq handle_softirqs do_softirq* __irq_exit* irq_exit* irq_enter* invoke_softirq run_ksoftirqd ksoftirqd smpboot_thread_fn tasklet_action* tasklet_hi_*
handle_irq* __handle_irq* handle_edge_irq handle_level_irq handle_fasteoi_* handle_percpu_* handle_simple_irq generic_handle_* __generic_handle_* generic_handle_arch_irq do_IRQ __do_IRQ handle_domain_irq __handle_domain_irq handle_IRQ* do_handle_irq*
asm_do_IRQ flush_smp_call_* generic_smp_call_function_* __flush_smp_call_function_queue flush_smp_call_function_queue
irq_work_run* irq_work_single* irq_work_* __irq_work_*
ftrace_* __ftrace_* arch_ftrace_* function_trace_* kprobe_* kretprobe_* opt_pre_handler trace_call_* trace_event_* perf_trace_* bpf_trace_run* __bpf_trace_* __traceiter_* __do_trace_* bpf_dispatcher_* bpf_trampoline_*
notifier_call_chain* raw_notifier_* atomic_notifier_* blocking_notifier_* srcu_notifier_* call_*notifier* notify_die
__atomic_notifier_* __blocking_notifier_* __raw_notifier_*`,
  // drivers/base, fs/sysfs, fs/kernfs, drivers/usb/core, net/core: what registers, removes and passes on for others
  registration: `
device_add device_add_disk add_disk* __add_disk device_del device_shutdown device_register device_unregister device_create* device_destroy* device_initialize device_attach device_bind_driver* device_release* device_remove* device_links_* device_for_each_* get_device* put_device device_move
__device_* driver_* __driver_* really_probe* bus_* class_* __class_* devres_* devm_add_* dpm_* dev_pm_* pm_runtime_* __pm_runtime_* rpm_*
sysfs_* __sysfs_* kernfs_* __kernfs_* internal_create_group* create_files remove_files* create_dir* cdev_* call_driver_probe platform_probe
rollback_registered* unregister_netdevice_* unregister_netdev* ref_tracker_* __ref_tracker_* register_netdevice register_netdev* netdev_run_todo netdev_unregister_* dev_put* __dev_put* dev_hold* netdev_tracker_*
*_unregister *_unregister_entity i2c_del_adapter __unregister_client __unregister_dummy __process_removed_adapter init_srcu_* cleanup_srcu_* __init_srcu_*
fsnotify_* __fsnotify_* security_* audit_* __audit_* capable* ns_capable* tracing_* perf_tp_event*`,
  // lib/timerqueue.c: queues of timers, which others own
  queues: `timerqueue_*`,
  // drivers/usb/core: carried out for drivers
  transfers: `
usb_submit_urb usb_kill_urb usb_poison_urb usb_unlink_urb usb_start_wait_urb usb_control_msg* usb_bulk_msg usb_interrupt_msg usb_kill_anchored* usb_poison_anchored* usb_unlink_anchored* usb_hcd_* usb_internal_control_msg`,
  // kernel/workqueue.c, kernel/kthread.c: asked to do something later
  deferring: `
queue_work_on __queue_work queue_delayed_work* __queue_delayed_work mod_delayed_work* schedule_work* schedule_delayed_work* insert_work queue_rcu_work delayed_work_timer_fn kthread_queue_* tasklet_schedule* __tasklet_schedule* raise_softirq* __raise_softirq*`,
  // net/core/{skbuff,sock}.c: buffers and sockets as such
  buffers: `
iput dput mntput* fput __fput* ____fput path_put* igrab ihold __iget *skb_reason_drop* skb_attempt_defer_free skb_release_* skb_free_head* kfree_skb* __kfree_skb* consume_skb* skb_clone* skb_copy* __skb_clone* alloc_skb* __alloc_skb* __netdev_alloc_skb* __napi_alloc_skb* dev_alloc_skb netdev_alloc_skb*
__netif_receive_skb* netif_receive_skb* netif_rx* napi_poll napi_gro_* napi_complete* __napi_poll napi_skb_* enqueue_to_backlog process_backlog net_rx_action deliver_skb deliver_ptype* sock_alloc_send_* sk_alloc sk_prot_alloc sk_clone* sk_free __sk_free sk_destruct __sk_destruct release_sock __release_sock lock_sock* __lock_sock page_pool_* __page_pool_* skb_put_* skb_trim* ___skb_* build_skb* __build_skb*`,
  // crypto, lib/crypto: carried out on data of others
  crypto: `
crypto_* aes_* aesni_* __aes_* aesti_* sha1_* sha256_* sha512_* __sha* md5_* chacha_* poly1305_* blake2* gf128* ghash_* skcipher_* shash_* ahash_* cbc_* ecb_* xts_* ctr_* blkcipher_* ablkcipher_* scatterwalk_* gcm_*`,
  // mm, arch: addresses and pages as such
  pages: `
__phys_addr* __virt_to_phys* virt_to_phys* __pa_* phys_to_virt* page_to_* pfn_to_* virt_addr_valid* folio_unlock unlock_page folio_lock* folio_get folio_try_get* get_page* try_get_* page_ref_* folio_ref_* compound_head* __page_frag_*
__read_once_word* read_word_at_a_time* __set_page_owner __reset_page_owner`,
  // library/core, library/std, rust/kernel: what Rust code comes through when it panics
  rust: `
rust_begin_unwind* rust_helper_* rust_panic* *rust_begin_unwind* core::panicking::* core::option::* core::result::* core::slice::index::* core::cell::panic_*`,
  // kernel/workqueue.c, kernel/kthread.c, kernel/sched/idle.c, init/main.c, kernel/entry
  entry: `
kthread kthreadd kthread_worker_fn worker_thread process_one_work process_scheduled_works ret_from_* x86_64_start_* i386_start_*
cpu_startup_entry do_idle cpu_idle* default_idle* cpuidle_* cpu_do_idle call_cpuidle default_enter_idle arch_cpu_idle* do_syscall_* syscall_* __syscall_* exit_to_user_mode* irqentry_* prepare_exit_to_usermode* syscall_return_* do_notify_resume task_work_run
get_signal* arch_do_signal* do_signal* exit_task_work panic_timeout* emergency_restart sysrq_handle_crash __handle_sysrq write_sysrq_trigger`,
};

/** The list as one text, for tests and for `blameTest`. */
export const NEVER_BLAMED = Object.values(FAMILIES).join('\n');

/** A function's name without what compilers add (.cold, .part.0, .isra.0, .constprop.0, .llvm.123) and the dot of ppc64's entry points. */
export function plainName(name: string): string {
  const plain = name.replace(/^\.(?=\w)/, '');
  return (rustName(plain) ?? plain).replace(/\.(cold|part|isra|constprop|llvm|lto_priv)\b.*$/, '');
}

/** What of a symbol decides whether it may be blamed. */
export interface Named {
  readonly name: string;
  readonly module?: string;
}

/** Families that stand between the place where something happened and its report. */
const NEAR = ['reporting', 'sanitizers', 'checkers', 'locks', 'waiting', 'interrupts', 'entry', 'rust'];
const NEAR_LIST = NEAR.map((name) => FAMILIES[name]).join('\n');

/** Tells whether a function may be to blame for what it reports, with what `own` names of a machine. Modules' functions always may be. */
export function blameTest(own = ''): (symbol: Named) => boolean {
  return unless(listTest(`${NEVER_BLAMED} ${own}`));
}

/** Of a fault: what registers, removes and queues objects for others was itself at work then, and may be to blame. */
export function faultBlameTest(own = ''): (symbol: Named) => boolean {
  const { registration: _, queues: __, ...others } = FAMILIES;
  return unless(listTest(`${Object.values(others).join(' ')} ${own}`));
}

/** Tells whether something may have happened in a function: it is no part of how the kernel came to report it. */
export function placeTest(own = ''): (symbol: Named) => boolean {
  return unless(listTest(`${NEAR_LIST} ${own}`));
}

function unless(listed: (name: string) => boolean): (symbol: Named) => boolean {
  return ({ name, module }) => module !== undefined || !listed(name);
}

/** Tells whether `name` is one of `list`: names with * for any text. The list is read when it is first asked. */
export function listTest(list: string): (name: string) => boolean {
  let patterns: Patterns | undefined;
  return (name) => {
    const { exact, beginnings, lengths, others } = (patterns ??= patternsOf(list));
    const plain = plainName(name);
    return (
      exact.has(plain) ||
      lengths.some((length) => beginnings.has(plain.slice(0, length))) ||
      others.some((each) => each.test(plain))
    );
  };
}

interface Patterns {
  readonly exact: ReadonlySet<string>;
  /** What stands before the only *, at the end, of most others, and how long those are. */
  readonly beginnings: ReadonlySet<string>;
  readonly lengths: readonly number[];
  readonly others: readonly RegExp[];
}

function patternsOf(list: string): Patterns {
  const exact = new Set<string>();
  const beginnings = new Set<string>();
  const others: string[] = [];
  for (const word of list.split(/\s+/)) {
    const star = word.indexOf('*');
    if (star < 0) exact.add(word);
    else if (star === word.length - 1) beginnings.add(word.slice(0, star));
    else others.push(word.replace(/[.$]/g, '\\$&').replace(/\*/g, '.*'));
  }
  exact.delete('');
  return {
    exact,
    beginnings,
    lengths: [...new Set([...beginnings].map((each) => each.length))],
    others: others.length === 0 ? [] : [new RegExp(`^(?:${others.join('|')})$`)],
  };
}

/** Whether `name` only reports or checks: a check that is named found something in whoever had it checked. */
export const isChecker = listTest(
  ['reporting', 'sanitizers', 'checkers', 'locks'].map((name) => FAMILIES[name]).join(' '),
);

/** Whether `name` only reports, checks or waits: what is left may be the place where nothing else is. */
export const isReporter = listTest(
  ['reporting', 'sanitizers', 'checkers', 'locks', 'waiting'].map((name) => FAMILIES[name]).join(' '),
);

/** Whether `name` is where the whole kernel waits its turn: not to blame, yet a place that says what was waited for. */
export const isGate = listTest(FAMILIES.gates);

/** Whether `name` takes, keeps or gives back locks for others. */
export const isLocking = listTest(FAMILIES.locks);

/** Whether `name` waits for work items to end. */
export const isFlushing = listTest(
  '__flush_work* flush_work* flush_workqueue __flush_workqueue drain_workqueue start_flush_work __cancel_work* cancel_work_* cancel_delayed_work* flush_delayed_work destroy_workqueue',
);

/** Whether `name` may be a subsystem's own wrapper around a lock, by how those end: of a report on locks its caller is the one. */
export const isLockWrapper = listTest(
  '*_write_lock *_write_unlock *_read_lock *_read_lock_* *_write_lock_* *_read_unlock *_trylock *_trylock_nested',
);
