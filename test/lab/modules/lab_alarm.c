/*
 * What the kernel's own checks find, and ends that it makes of something smaller, chosen by a parameter.
 * insmod lab_alarm.ko way=field
 */
#include <linux/module.h>
#include <linux/kernel.h>
#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/kobject.h>
#include <linux/kthread.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/proc_fs.h>
#include <linux/rcupdate.h>
#include <linux/refcount.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/timer.h>

/* No inlining, no specialised copies: functions keep their arguments and their names. */
#ifndef __noipa
#define __noipa __attribute__((__noipa__))
#endif

static char *way = "";
module_param(way, charp, 0);

struct lab_form {
	char name[8];
	char street[24];
	char town[24];
};

static struct lab_form *form;
static struct timer_list clock;
static struct mutex *door;
static long table[8];
static long total;

/* More than the member has room for, less than the whole. */
static __noipa void lab_fill_in(struct lab_form *f, const char *from, long size)
{
	memcpy(f->name, from, size);
}

static void field(void)
{
	form = kzalloc(sizeof(*form), GFP_KERNEL);
	lab_fill_in(form, "somebody and somebody else", 20 + total);
}

static __noipa void lab_put(struct kobject *k)
{
	kobject_put(k);
}

static void kobject(void)
{
	lab_put(kzalloc(sizeof(struct kobject), GFP_KERNEL));
}

static int lab_show(struct seq_file *m, void *v)
{
	return 0;
}

static __noipa void lab_publish(void)
{
	proc_create_single("lab_alarm", 0444, NULL, lab_show);
}

static void proc_twice(void)
{
	lab_publish();
	lab_publish();
}

static __noipa void lab_hold(refcount_t *r)
{
	refcount_inc(r);
}

static void saturated(void)
{
	refcount_t *r = kzalloc(sizeof(*r), GFP_KERNEL);

	refcount_set(r, INT_MAX);
	lab_hold(r);
}

/* UBSAN, where modules are built with it. */
static __noipa long lab_cell(long row)
{
	return READ_ONCE(table[row]);
}

static void array_bounds(void)
{
	total = lab_cell(11 + total);
}

static __noipa void lab_close(struct kmem_cache *cache)
{
	kmem_cache_destroy(cache);
}

static void busy_cache(void)
{
	struct kmem_cache *cache = kmem_cache_create("lab_forms", 200, 0, 0, NULL);

	total = (long)kmem_cache_alloc(cache, GFP_KERNEL);
	lab_close(cache);
}

static void on_clock(struct timer_list *t)
{
	total++;
}

static __noipa void lab_start(struct timer_list *t)
{
	t->expires = jiffies + 10 * HZ;
	add_timer(t);
}

static void timer_twice(void)
{
	timer_setup(&clock, on_clock, 0);
	lab_start(&clock);
	lab_start(&clock);
}

static __noipa void lab_expired(struct timer_list *t)
{
	panic("lab: no heartbeat for %ld seconds", 30 + total);
}

static void panic_timer(void)
{
	timer_setup(&clock, lab_expired, 0);
	mod_timer(&clock, jiffies + HZ / 5);
	msleep(1000);
}

static __noipa long lab_town(const struct lab_form *f)
{
	return READ_ONCE(f->town[3]);
}

/* Ends as the task that stumbled is not survived, or as it did once too often. */
static void null_town(void)
{
	total = lab_town(form);
}

static __noipa void lab_doubt(long what)
{
	WARN(what > 100, "lab: %ld is too much\n", what);
}

static void doubts(void)
{
	lab_doubt(200 + total);
	lab_doubt(300 + total);
}

static __noipa void lab_free_line(unsigned int irq)
{
	free_irq(irq, &total);
}

static void no_line(void)
{
	lab_free_line(5);
}

static __noipa void lab_pass(void)
{
	mutex_lock(door);
	msleep(500);
	mutex_unlock(door);
}

static int passes(void *unused)
{
	lab_pass();
	return 0;
}

/* A lock that nobody initialised: the second to come finds no list. */
static void no_init(void)
{
	door = kzalloc(sizeof(*door), GFP_KERNEL);
	kthread_run(passes, NULL, "lab_first");
	msleep(100);
	kthread_run(passes, NULL, "lab_second");
	msleep(2000);
}

static __noipa void lab_doze(void)
{
	rcu_read_lock();
	msleep(50);
	rcu_read_unlock();
}

static __noipa void lab_insert(struct list_head *entry, struct list_head *head)
{
	list_add_tail(entry, head);
}

static void no_head(void)
{
	lab_insert(kzalloc(sizeof(struct list_head), GFP_KERNEL), kzalloc(sizeof(struct list_head), GFP_KERNEL));
}

static const struct {
	const char *name;
	void (*go)(void);
} ways[] = {
	{ "field", field },
	{ "kobject", kobject },
	{ "proc_twice", proc_twice },
	{ "saturated", saturated },
	{ "array_bounds", array_bounds },
	{ "busy_cache", busy_cache },
	{ "timer_twice", timer_twice },
	{ "panic_timer", panic_timer },
	{ "null_town", null_town },
	{ "doubts", doubts },
	{ "no_line", no_line },
	{ "no_init", no_init },
	{ "doze", lab_doze },
	{ "no_head", no_head },
};

static int __init lab_alarm_init(void)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(ways); i++)
		if (!strcmp(way, ways[i].name))
			ways[i].go();
	return 0;
}

module_init(lab_alarm_init);
MODULE_DESCRIPTION("sets off the kernel's own checks on purpose, for tests of crash dump readers");
MODULE_LICENSE("GPL");
