/*
 * Things that live too short or too long, and calls that come at another time than they were meant for, chosen by a parameter.
 * insmod lab_life.ko way=pending_work
 */
#include <linux/module.h>
#include <linux/kernel.h>
#include <linux/delay.h>
#include <linux/hrtimer.h>
#include <linux/irq_work.h>
#include <linux/kref.h>
#include <linux/kthread.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/timer.h>
#include <linux/version.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

/* No inlining, no specialised copies: functions keep their arguments and their names. */
#ifndef __noipa
#define __noipa __attribute__((__noipa__))
#endif

static char *way = "";
module_param(way, charp, 0);

struct lab_job {
	struct delayed_work work;
	struct rcu_head rcu;
	char note[64];
};

struct lab_session {
	struct list_head link;
	struct kref users;
	long id;
};

static LIST_HEAD(sessions);
static DECLARE_WAIT_QUEUE_HEAD(doorbell);
static struct timer_list clock;
static struct hrtimer alarm;
static struct irq_work knock;
static long shares;
static long total;

/* Freed while it is queued, and its memory given to somebody who writes text into it. */
static void on_job(struct work_struct *work)
{
	total++;
}

static __noipa void lab_cancel(struct lab_job *job)
{
	kfree(job);
}

static void pending_work(void)
{
	struct lab_job *job = kzalloc(sizeof(*job), GFP_KERNEL);
	char *again[64];
	int i;

	INIT_DELAYED_WORK(&job->work, on_job);
	schedule_delayed_work(&job->work, HZ);
	lab_cancel(job);
	for (i = 0; i < ARRAY_SIZE(again); i++) {
		again[i] = kmalloc(sizeof(*job), GFP_KERNEL);
		memset(again[i], 'w', sizeof(*job));
	}
	msleep(3000);
}

/* The module is gone when its timer comes. */
static __noipa void lab_tick(struct timer_list *t)
{
	total++;
}

static void ghost_timer(void)
{
	timer_setup(&clock, lab_tick, 0);
	mod_timer(&clock, jiffies + 3 * HZ);
}

static __noipa long lab_share(long whole)
{
	return whole / READ_ONCE(shares);
}

static void on_share(struct timer_list *t)
{
	total = lab_share(1000);
}

static void divide_timer(void)
{
	timer_setup(&clock, on_share, 0);
	mod_timer(&clock, jiffies + HZ / 5);
	msleep(1000);
}

static void null_hrtimer(void)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 13, 0)
	hrtimer_setup(&alarm, (void *)on_share, CLOCK_MONOTONIC, HRTIMER_MODE_REL_HARD);
	memset((char *)&alarm + sizeof(struct timerqueue_node) + sizeof(ktime_t), 0, sizeof(void *));
#else
	hrtimer_init(&alarm, CLOCK_MONOTONIC, HRTIMER_MODE_REL_HARD);
	alarm.function = NULL;
#endif
	hrtimer_start(&alarm, ms_to_ktime(200), HRTIMER_MODE_REL_HARD);
	msleep(1000);
}

static __noipa long lab_first(const struct lab_session *s)
{
	return READ_ONCE(s->id);
}

static void on_knock(struct irq_work *w)
{
	total = lab_first(NULL);
}

/* In an interrupt: a NULL pointer. */
static void null_irq(void)
{
	init_irq_work(&knock, on_knock);
	irq_work_queue(&knock);
	msleep(1000);
}

/* A callback after the grace period whose function is garbage. */
static void rcu_callback(void)
{
	struct lab_job *job = kzalloc(sizeof(*job), GFP_KERNEL);

	call_rcu(&job->rcu, (rcu_callback_t)&job->note);
	msleep(3000);
}

static void session_release(struct kref *k)
{
	total++;
}

static __noipa void lab_put(struct lab_session *s)
{
	kref_put(&s->users, session_release);
}

static void kref_twice(void)
{
	struct lab_session *s = kzalloc(sizeof(*s), GFP_KERNEL);

	kref_init(&s->users);
	lab_put(s);
	lab_put(s);
}

/* Freed while it is in the list; its neighbour is taken out then. */
static __noipa void lab_leave(struct lab_session *s)
{
	list_del(&s->link);
}

static void stale_list(void)
{
	struct lab_session *a = kzalloc(sizeof(*a), GFP_KERNEL), *b = kzalloc(sizeof(*b), GFP_KERNEL);

	list_add_tail(&a->link, &sessions);
	list_add_tail(&b->link, &sessions);
	memset(a, 0x5c, sizeof(*a));
	lab_leave(b);
}

/* What alloc_percpu() gives is no address yet. */
static __noipa void lab_count(long *counter)
{
	WRITE_ONCE(counter[1], 1);
}

static void percpu_raw(void)
{
	long __percpu *counters = __alloc_percpu(64, 8);

	lab_count((__force long *)counters);
}

/* An entry of a wait queue that lay on a stack which is used for something else now. */
static __noipa void lab_ring(struct wait_queue_head *bell)
{
	wake_up(bell);
}

static __noipa void lab_enter(void)
{
	DECLARE_WAITQUEUE(entry, current);

	add_wait_queue(&doorbell, &entry);
}

static __noipa void lab_scribble(void)
{
	char text[192];

	memset(text, 0x6e, sizeof(text));
	OPTIMIZER_HIDE_VAR(total);
	total += text[total & 63];
}

static void wake_stale(void)
{
	lab_enter();
	lab_scribble();
	lab_ring(&doorbell);
}

/* Writes into what was freed; the allocator stumbles over it. */
static void freelist(void)
{
	char *p[16];
	int i, j;

	for (i = 0; i < ARRAY_SIZE(p); i++)
		p[i] = kmalloc(192, GFP_KERNEL);
	for (i = 0; i < ARRAY_SIZE(p); i++)
		kfree(p[i]);
	for (i = 0; i < ARRAY_SIZE(p); i++)
		memset(p[i], 0x41, 192);
	for (j = 0; j < 200; j++)
		if (kmalloc(192, GFP_KERNEL) == ZERO_SIZE_PTR)
			break;
}

/* Given back, and used as if it was still one's own: the page allocator sees it. */
static __noipa void lab_return_page(struct page *page)
{
	__free_page(page);
}

static void bad_page(void)
{
	struct page *page = alloc_page(GFP_KERNEL);

	page->mapping = (void *)0x1234;
	lab_return_page(page);
}

static int leaker(void *unused)
{
	for (;;)
		total += (long)kmalloc(4096, GFP_KERNEL);
	return 0;
}

static void leak(void)
{
	kthread_run(leaker, NULL, "lab_leaker");
	msleep(60000);
}

/* Code that is executed from its middle. */
static __noipa void lab_misjump(void (*f)(void))
{
	f();
	total++;
}

static void mid_code(void)
{
	lab_misjump((void *)((unsigned long)vm_mmap + 3));
}

static __noipa long lab_deep(long depth, const long *from)
{
	char room[120];

	snprintf(room, sizeof(room), "%ld", depth);
	if (depth == 30)
		return READ_ONCE(from[7]);
	return lab_deep(depth + 1, from) + room[0];
}

/* A fault below thirty frames of one function. */
static void deep_null(void)
{
	total = lab_deep(0, NULL);
}

static const struct {
	const char *name;
	void (*go)(void);
} ways[] = {
	{ "pending_work", pending_work },
	{ "ghost_timer", ghost_timer },
	{ "divide_timer", divide_timer },
	{ "null_hrtimer", null_hrtimer },
	{ "null_irq", null_irq },
	{ "rcu_callback", rcu_callback },
	{ "kref_twice", kref_twice },
	{ "stale_list", stale_list },
	{ "percpu_raw", percpu_raw },
	{ "wake_stale", wake_stale },
	{ "freelist", freelist },
	{ "bad_page", bad_page },
	{ "leak", leak },
	{ "mid_code", mid_code },
	{ "deep_null", deep_null },
};

static int __init lab_life_init(void)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(ways); i++)
		if (!strcmp(way, ways[i].name))
			ways[i].go();
	return 0;
}

static void __exit lab_life_exit(void)
{
}

module_init(lab_life_init);
module_exit(lab_life_exit);
MODULE_DESCRIPTION("uses things outside of their lives on purpose, for tests of crash dump readers");
MODULE_LICENSE("GPL");
