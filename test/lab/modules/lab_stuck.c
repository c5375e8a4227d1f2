/*
 * Not getting on: a module whose threads loop, spin or wait without an end, chosen by its parameter.
 * insmod lab_stuck.ko way=endless_loop
 */
#include <linux/module.h>
#include <linux/kernel.h>
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/rwsem.h>
#include <linux/spinlock.h>
#include <linux/string.h>

/* No inlining, no specialised copies: functions keep their arguments and their names. */
#ifndef __noipa
#define __noipa __attribute__((__noipa__))
#endif

static char *way = "";
module_param(way, charp, 0);

static DEFINE_SPINLOCK(lab_stock);
static DEFINE_SPINLOCK(lab_orders);
static DEFINE_MUTEX(lab_ledger);
static DECLARE_RWSEM(lab_catalogue);
static DECLARE_COMPLETION(lab_delivery);
static int lab_empty;
static int lab_stop;

static void start(int cpu, int (*thread)(void *), const char *name)
{
	struct task_struct *t = kthread_create(thread, NULL, "%s", name);

	if (IS_ERR(t))
		return;
	if (cpu >= 0)
		kthread_bind(t, cpu);
	wake_up_process(t);
}

static __noipa void lab_poll(void)
{
#ifdef CONFIG_ARM64
	asm volatile("1: yield\n\tb 1b");
#else
	asm volatile("1: pause; jmp 1b");
#endif
}

static int endless_loop(void *unused)
{
	lab_poll();
	return 0;
}

/* Waits for a flag that nobody sets. */
static __noipa void lab_await_flag(int *flag)
{
	while (!READ_ONCE(*flag))
		cpu_relax();
}

static int waits_for_flag(void *unused)
{
	lab_await_flag(&lab_stop);
	return 0;
}

static __noipa void lab_take_stock(void)
{
	spin_lock(&lab_stock);
	lab_empty++;
	spin_unlock(&lab_stock);
}

/* The owner returned without unlocking. */
static __noipa void lab_forget(void)
{
	spin_lock(&lab_stock);
	lab_empty = 1;
}

static int forgets(void *unused)
{
	lab_forget();
	preempt_enable();
	return 0;
}

static int takes_stock(void *unused)
{
	msleep(500);
	lab_take_stock();
	return 0;
}

static __noipa void lab_hold_stock(void)
{
	spin_lock(&lab_stock);
	lab_await_flag(&lab_stop);
	spin_unlock(&lab_stock);
}

static int holds_stock(void *unused)
{
	lab_hold_stock();
	return 0;
}

static __noipa void lab_sell(void)
{
	spin_lock(&lab_stock);
	mdelay(300);
	spin_lock(&lab_orders);
	spin_unlock(&lab_orders);
	spin_unlock(&lab_stock);
}

static __noipa void lab_restock(void)
{
	spin_lock(&lab_orders);
	mdelay(300);
	spin_lock(&lab_stock);
	spin_unlock(&lab_stock);
	spin_unlock(&lab_orders);
}

static int sells(void *unused)
{
	lab_sell();
	return 0;
}

static int restocks(void *unused)
{
	lab_restock();
	return 0;
}

/* With interrupts off, so that only another CPU can tell. */
static int deaf(void *unused)
{
	local_irq_disable();
	lab_await_flag(&lab_stop);
	local_irq_enable();
	return 0;
}

static __noipa void lab_browse(void)
{
	rcu_read_lock();
	msleep(1000 * 1000);
	rcu_read_unlock();
}

static int sleeping_reader(void *unused)
{
	lab_browse();
	return 0;
}

static int keeps_ledger(void *unused)
{
	mutex_lock(&lab_ledger);
	msleep(1000 * 1000);
	mutex_unlock(&lab_ledger);
	return 0;
}

static __noipa void lab_book(void)
{
	mutex_lock(&lab_ledger);
	mutex_unlock(&lab_ledger);
}

static int books(void *unused)
{
	msleep(300);
	lab_book();
	return 0;
}

static int reads_catalogue(void *unused)
{
	down_read(&lab_catalogue);
	msleep(1000 * 1000);
	up_read(&lab_catalogue);
	return 0;
}

static int writes_catalogue_first(void *unused)
{
	down_write(&lab_catalogue);
	msleep(1000 * 1000);
	up_write(&lab_catalogue);
	return 0;
}

static __noipa void lab_edit(void)
{
	down_write(&lab_catalogue);
	up_write(&lab_catalogue);
}

static int edits(void *unused)
{
	msleep(300);
	lab_edit();
	return 0;
}

static __noipa void lab_receive(void)
{
	wait_for_completion(&lab_delivery);
}

static int receives(void *unused)
{
	lab_receive();
	return 0;
}

/* Dies with the mutex held (panic_on_oops=0); somebody else waits for it. */
static __noipa int lab_stumble(int *account)
{
	int sum;

	mutex_lock(&lab_ledger);
	sum = READ_ONCE(account[4]);
	mutex_unlock(&lab_ledger);
	return sum;
}

static int stumbles(void *unused)
{
	return lab_stumble(NULL);
}

static int __init lab_stuck_init(void)
{
	if (!strcmp(way, "endless_loop"))
		start(0, endless_loop, "lab_poller");
	if (!strcmp(way, "flag"))
		start(1, waits_for_flag, "lab_waiter");
	if (!strcmp(way, "forgotten_lock")) {
		start(1, forgets, "lab_forgetful");
		start(0, takes_stock, "lab_stocker");
	}
	if (!strcmp(way, "held_lock")) {
		start(1, holds_stock, "lab_holder");
		start(0, takes_stock, "lab_stocker");
	}
	if (!strcmp(way, "crossed_locks")) {
		start(0, sells, "lab_seller");
		start(1, restocks, "lab_restocker");
	}
	if (!strcmp(way, "deaf"))
		start(1, deaf, "lab_deaf");
	if (!strcmp(way, "sleeping_reader"))
		start(-1, sleeping_reader, "lab_browser");
	if (!strcmp(way, "mutex")) {
		start(-1, keeps_ledger, "lab_keeper");
		start(-1, books, "lab_booker");
	}
	if (!strcmp(way, "rwsem_reader")) {
		start(-1, reads_catalogue, "lab_reader");
		start(-1, edits, "lab_editor");
	}
	if (!strcmp(way, "rwsem_writer")) {
		start(-1, writes_catalogue_first, "lab_writer");
		start(-1, edits, "lab_editor");
	}
	if (!strcmp(way, "completion"))
		start(-1, receives, "lab_receiver");
	if (!strcmp(way, "dead_owner")) {
		start(-1, stumbles, "lab_stumbler");
		start(-1, books, "lab_booker");
	}
	return 0;
}

module_init(lab_stuck_init);
MODULE_DESCRIPTION("stands still on purpose, for tests of crash dump readers");
MODULE_LICENSE("GPL");
