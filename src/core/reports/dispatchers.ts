import { listTest } from './never-blame.ts';

/**
 * Functions that call what was asked for: what they called says what the kernel was doing, where the very top of a
 * stack is random (a stall). Entry of system calls, work items, softirqs, timers, receive paths, operations of files.
 */
export const isDispatcher = listTest(`
do_syscall_* do_fast_syscall_* __do_fast_syscall_* do_int80_* invoke_syscall __invoke_syscall el0_svc* do_el0_svc entry_SYSCALL_* entry_SYSENTER_* entry_INT80_* system_call* sysenter_* ia32_sys* x64_sys_call tracesys* ret_fast_syscall syscall_call ret_from_syscall syscall_handler do_trap_ecall_u handle_sys* __do_syscall
process_one_work worker_thread kthread ret_from_fork* kernel_init kernel_init_freeable do_basic_setup do_initcalls do_initcall_level do_one_initcall rest_init start_kernel start_secondary secondary_start* cpu_startup_entry do_idle cpu_idle*
__do_softirq handle_softirqs do_softirq* __irq_exit* irq_exit* invoke_softirq run_ksoftirqd smpboot_thread_fn
tasklet_action* tasklet_hi_* call_timer_fn expire_timers __run_timers* run_timer_softirq __run_hrtimer* __hrtimer_run_queues hrtimer_run_softirq
__netif_receive_skb* netif_receive_skb* netif_rx* process_backlog napi_poll __napi_poll net_rx_action deliver_skb
vfs_read vfs_write __vfs_read __vfs_write vfs_iter_* do_iter_* do_readv* do_writev* new_sync_* call_read_iter call_write_iter vfs_ioctl do_vfs_ioctl ksys_ioctl *sys_ioctl *SyS_ioctl __do_compat_sys_ioctl __se_*ioctl blkdev_ioctl compat_blkdev_ioctl *blkdev_driver_ioctl block_ioctl
do_splice* splice_direct_to_actor direct_splice_actor vfs_fsync* vfs_open do_dentry_open
mmap_region __mmap_region __do_fault rtnetlink_rcv_msg sock_sendmsg* __sock_sendmsg sock_recvmsg*
evict __fput *_thread *_kthread irq_thread_fn
generic_smp_call_function_* flush_smp_call_* __flush_smp_call_* task_work_run exit_task_work call_usermodehelper_exec_async
`);

/** Softirqs: work of their own that an interrupt left behind. */
export const isSoftirq = listTest(`__do_softirq handle_softirqs do_softirq* run_ksoftirqd`);

/** The clock's tick, which looks at whatever task is running. */
export const isTick = listTest(
  `update_process_times scheduler_tick sched_tick tick_sched_handle tick_periodic`,
);

/** Waiting for other CPUs to answer: that is what a CPU was doing then, whoever asked for it. */
export const isCrossCall = listTest(`
smp_call_function* csd_lock_wait csd_lock_record __csd_lock_wait
`);

/** Functions that jump to another one for whoever calls them, or read one word for him: the caller is the place. */
export const isThunk = listTest(`
__x86_indirect_* __x86_return_thunk __indirect_thunk_* __read_once_word* read_word_at_a_time* __read_once_size* rust_helper_*
`);

/** Entry of interrupts, in which stalls are noticed: what was interrupted lies below. */
export const isInterruptEntry = listTest(`
apic_timer_interrupt smp_apic_timer_interrupt asm_sysvec_* asm_common_interrupt common_interrupt ret_from_intr el1_irq el1h_64_irq* el0_irq el0t_64_irq* el1_interrupt __irq_svc __irq_usr
reschedule_interrupt call_function_interrupt call_function_single_interrupt irq_work_interrupt timer_interrupt decrementer_common* hardware_interrupt_common* smp_*_interrupt*
handle_int common_exception xen_hvm_callback_vector hyperv_stimer0_callback_vector asm_exc_nmi nmi end_repeat_nmi do_IRQ asm_call_on_stack asm_call_irq_on_stack sysvec_*
riscv_intc_irq do_irq handle_arch_irq gic_handle_irq generic_handle_arch_irq
`);
