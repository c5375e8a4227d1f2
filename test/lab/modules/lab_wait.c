/*
 * Tasks and CPUs that do not get on, and memory that comes to an end, chosen by a parameter.
 * insmod lab_wait.ko way=mutex_self
 */
#include <linux/module.h>
#include <linux/kernel.h>
#include <linux/delay.h>
#include <linux/gfp.h>
#include <linux/hrtimer.h>
#include <linux/kthread.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/timer.h>
#include <linux/version.h>
#include <linux/vmalloc.h>
#include <linux/workqueue.h>

/* No inlining, no specialised copies: functions keep their arguments and their names. */
#ifndef __noipa
#define __noipa __attribute__((__noipa__))
#endif

static char *way = "";
module_param(way, charp, 0);

static DEFINE_MUTEX(lab_safe);
static DECLARE_RWSEM(lab_north);
static DECLARE_RWSEM(lab_south);
static DEFINE_SPINLOCK(lab_shelf);
static DEFINE_RWLOCK(lab_index);
static struct timer_list clock;
static struct hrtimer alarm;
static struct task_struct *helper;
static long total;

static void thread(int (*run)(void *), const char *name, int cpu)
{
	struct task_struct *t = kthread_create(run, NULL, "%s", name);

	if (IS_ERR(t))
		return;
	if (cpu >= 0)
		kthread_bind(t, cpu);
	wake_up_process(t);
}

static __noipa void lab_inner(void)
{
	mutex_lock(&lab_safe);
	total++;
	mutex_unlock(&lab_safe);
}

static int takes_twice(void *unused)
{
	mutex_lock(&lab_safe);
	lab_inner();
	mutex_unlock(&lab_safe);
	return 0;
}

static void mutex_self(void)
{
	thread(takes_twice, "lab_clerk", -1);
}

static __noipa void lab_cross(struct rw_semaphore *first, struct rw_semaphore *second)
{
	down_write(first);
	msleep(500);
	down_write(second);
	total++;
	up_write(second);
	up_write(first);
}

static int goes_south(void *unused)
{
	lab_cross(&lab_north, &lab_south);
	return 0;
}

static int goes_north(void *unused)
{
	lab_cross(&lab_south, &lab_north);
	return 0;
}

static void rwsem_crossed(void)
{
	thread(goes_south, "lab_southbound", -1);
	thread(goes_north, "lab_northbound", -1);
}

/* Waits for work that waits for the lock that it has. */
static void lab_work(struct work_struct *w)
{
	lab_inner();
}

static DECLARE_WORK(chore, lab_work);

static __noipa void lab_flush(void)
{
	mutex_lock(&lab_safe);
	schedule_work(&chore);
	flush_work(&chore);
	mutex_unlock(&lab_safe);
}

static int flushes(void *unused)
{
	lab_flush();
	return 0;
}

static void flush_locked(void)
{
	thread(flushes, "lab_flusher", -1);
}

/* Stops a thread that waits for the lock that it has. */
static int helps(void *unused)
{
	msleep(300);
	lab_inner();
	while (!kthread_should_stop())
		msleep(10);
	return 0;
}

static __noipa void lab_stop(void)
{
	mutex_lock(&lab_safe);
	msleep(600);
	kthread_stop(helper);
	mutex_unlock(&lab_safe);
}

static int stops(void *unused)
{
	lab_stop();
	return 0;
}

static void stop_locked(void)
{
	helper = kthread_run(helps, NULL, "lab_helper");
	thread(stops, "lab_stopper", -1);
}

static __noipa void lab_tick(struct timer_list *t)
{
	spin_lock(&lab_shelf);
	total++;
	spin_unlock(&lab_shelf);
}

/* Holds a lock that the timer on its own CPU wants, too. */
static __noipa void lab_dawdle(void)
{
	spin_lock(&lab_shelf);
	mod_timer(&clock, jiffies + HZ / 10);
	while (READ_ONCE(total) != 77)
		cpu_relax();
	spin_unlock(&lab_shelf);
}

static int dawdles(void *unused)
{
	timer_setup(&clock, lab_tick, 0);
	lab_dawdle();
	return 0;
}

static void timer_lock(void)
{
	thread(dawdles, "lab_dawdler", 1);
}

static __noipa void lab_rest(void)
{
	spin_lock(&lab_shelf);
	msleep(3600000);
	spin_unlock(&lab_shelf);
}

static int rests(void *unused)
{
	lab_rest();
	return 0;
}

static __noipa void lab_pick(void)
{
	spin_lock(&lab_shelf);
	total++;
	spin_unlock(&lab_shelf);
}

static int picks(void *unused)
{
	msleep(500);
	lab_pick();
	return 0;
}

static void lock_asleep(void)
{
	thread(rests, "lab_rester", 0);
	thread(picks, "lab_picker", 1);
}

static __noipa void lab_drop(const long *what)
{
	spin_lock(&lab_shelf);
	total += READ_ONCE(*what);
	spin_unlock(&lab_shelf);
}

static int drops(void *unused)
{
	lab_drop(NULL);
	return 0;
}

static void lock_of_dead(void)
{
	thread(drops, "lab_dropper", 0);
	thread(picks, "lab_picker", 1);
}

struct lab_stop {
	struct lab_stop *next;
	long passengers;
};

static __noipa long lab_ride(const struct lab_stop *s)
{
	long sum = 0;

	for (; s; s = READ_ONCE(s->next))
		sum += s->passengers;
	return sum;
}

static int rides(void *unused)
{
	struct lab_stop *a = kzalloc(sizeof(*a), GFP_KERNEL), *b = kzalloc(sizeof(*b), GFP_KERNEL);

	a->next = b;
	b->next = a;
	total = lab_ride(a);
	return 0;
}

static void circle(void)
{
	thread(rides, "lab_rider", 1);
}

static __noipa void lab_look_up(void)
{
	read_lock(&lab_index);
	while (READ_ONCE(total) != 77)
		cpu_relax();
	read_unlock(&lab_index);
}

static int looks_up(void *unused)
{
	lab_look_up();
	return 0;
}

static __noipa void lab_enter(void)
{
	write_lock(&lab_index);
	total++;
	write_unlock(&lab_index);
}

static int enters(void *unused)
{
	msleep(500);
	lab_enter();
	return 0;
}

static void rwlock(void)
{
	thread(looks_up, "lab_reader", 0);
	thread(enters, "lab_writer", 1);
}

static __noipa void lab_spin(void)
{
	while (READ_ONCE(total) != 77)
		cpu_relax();
}

static void on_clock(struct timer_list *t)
{
	lab_spin();
}

static void timer_loop(void)
{
	timer_setup(&clock, on_clock, 0);
	mod_timer(&clock, jiffies + HZ / 5);
}

static enum hrtimer_restart on_alarm(struct hrtimer *t)
{
	lab_spin();
	return HRTIMER_NORESTART;
}

/* In an interrupt, which nothing interrupts. */
static void irq_loop(void)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 13, 0)
	hrtimer_setup(&alarm, on_alarm, CLOCK_MONOTONIC, HRTIMER_MODE_REL_HARD);
#else
	hrtimer_init(&alarm, CLOCK_MONOTONIC, HRTIMER_MODE_REL_HARD);
	alarm.function = on_alarm;
#endif
	hrtimer_start(&alarm, ms_to_ktime(300), HRTIMER_MODE_REL_HARD);
}

static __noipa void lab_hoard_pages(void)
{
	for (;;)
		total += !alloc_pages(GFP_KERNEL, 3);
}

static int hoards_pages(void *unused)
{
	lab_hoard_pages();
	return 0;
}

static void leak_pages(void)
{
	thread(hoards_pages, "lab_hoarder", -1);
}

static __noipa void lab_hoard(void)
{
	for (;;)
		total += !vmalloc(1 << 20);
}

static int hoards(void *unused)
{
	lab_hoard();
	return 0;
}

static void leak_vmalloc(void)
{
	thread(hoards, "lab_hoarder", -1);
}

static void lab_long_work(struct work_struct *w)
{
	lab_spin();
}

static DECLARE_WORK(long_work, lab_long_work);

static void work_loop(void)
{
	schedule_work_on(1, &long_work);
}

static const struct {
	const char *name;
	void (*go)(void);
} ways[] = {
	{ "mutex_self", mutex_self },
	{ "rwsem_crossed", rwsem_crossed },
	{ "flush_locked", flush_locked },
	{ "stop_locked", stop_locked },
	{ "timer_lock", timer_lock },
	{ "lock_asleep", lock_asleep },
	{ "lock_of_dead", lock_of_dead },
	{ "circle", circle },
	{ "rwlock", rwlock },
	{ "timer_loop", timer_loop },
	{ "irq_loop", irq_loop },
	{ "leak_pages", leak_pages },
	{ "leak_vmalloc", leak_vmalloc },
	{ "work_loop", work_loop },
};

static int __init lab_wait_init(void)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(ways); i++)
		if (!strcmp(way, ways[i].name))
			ways[i].go();
	return 0;
}

module_init(lab_wait_init);
MODULE_DESCRIPTION("does not get on, on purpose, for tests of crash dump readers");
MODULE_LICENSE("GPL");
