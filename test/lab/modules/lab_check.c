/*
 * What the kernel's own checks find: a module that offends one of them, chosen by its parameter.
 * insmod lab_check.ko way=double_free
 */
#include <linux/module.h>
#include <linux/kernel.h>
#include <linux/delay.h>
#include <linux/hrtimer.h>
#include <linux/kthread.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/refcount.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/timer.h>
#include <linux/uaccess.h>
#include <linux/version.h>
#include <linux/workqueue.h>

/* No inlining, no specialised copies: functions keep their arguments and their names. */
#ifndef __noipa
#define __noipa __attribute__((__noipa__))
#endif

static char *way = "";
module_param(way, charp, 0);

struct lab_packet {
	struct list_head link;
	refcount_t users;
	char name[16];
	char data[64];
};

static LIST_HEAD(queue);
static DEFINE_SPINLOCK(queue_lock);
static struct timer_list clock;
static struct hrtimer alarm;
static struct work_struct job;
static int length = 24;

static struct lab_packet *new_packet(void)
{
	struct lab_packet *p = kzalloc(sizeof(*p), GFP_KERNEL);

	INIT_LIST_HEAD(&p->link);
	return p;
}

static __noipa void lab_release(void *p)
{
	kfree(p);
}

static void double_free(void)
{
	struct lab_packet *p = new_packet();

	lab_release(p);
	lab_release(p);
}

static __noipa void lab_drop(struct kmem_cache *cache, void *p)
{
	kmem_cache_free(cache, p);
}

static struct kmem_cache *packets(slab_flags_t flags)
{
	return kmem_cache_create("lab_packet", sizeof(struct lab_packet), 0, flags, NULL);
}

static void cache_double_free(void)
{
	struct kmem_cache *cache = packets(SLAB_CONSISTENCY_CHECKS | SLAB_RED_ZONE | SLAB_STORE_USER);
	void *p = kmem_cache_zalloc(cache, GFP_KERNEL);

	lab_drop(cache, p);
	lab_drop(cache, p);
}

static void redzone(void)
{
	struct kmem_cache *cache = packets(SLAB_CONSISTENCY_CHECKS | SLAB_RED_ZONE | SLAB_STORE_USER);
	char *p = kmem_cache_zalloc(cache, GFP_KERNEL);

	p[sizeof(struct lab_packet)] = 0x41;
	lab_drop(cache, p);
}

static void wrong_cache(void)
{
	struct kmem_cache *cache = packets(SLAB_CONSISTENCY_CHECKS | SLAB_RED_ZONE);

	lab_drop(cache, new_packet());
}

static __noipa long lab_send(char __user *to, const void *from, long size)
{
	return copy_to_user(to, from, size);
}

static void usercopy(void)
{
	unsigned long at = vm_mmap(NULL, 0, PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, 0);

	lab_send((char __user *)at, kzalloc(64, GFP_KERNEL), READ_ONCE(length) * 8);
}

static __noipa void lab_name(struct lab_packet *p, const char *name)
{
	strcpy(p->name, name);
}

static void fortify(void)
{
	char text[40] = "a name that is far too long";

	OPTIMIZER_HIDE_VAR(length);
	text[length] = 'g';
	lab_name(new_packet(), text);
}

static __noipa void lab_hold(struct lab_packet *p)
{
	refcount_inc(&p->users);
}

static void refcount(void)
{
	lab_hold(new_packet());
}

static __noipa void lab_unlink(struct lab_packet *p)
{
	list_del(&p->link);
}

static void list_twice(void)
{
	struct lab_packet *p = new_packet();

	list_add(&p->link, &queue);
	lab_unlink(p);
	lab_unlink(p);
}

static __noipa void lab_enqueue(struct lab_packet *p)
{
	list_add_tail(&p->link, &queue);
}

static void list_double_add(void)
{
	struct lab_packet *p = new_packet();

	lab_enqueue(p);
	lab_enqueue(p);
}

static __noipa void lab_expect(int level)
{
	WARN_ON(level > 9);
}

static __noipa void lab_demand(int level)
{
	BUG_ON(level > 9);
}

static void on_clock(struct timer_list *t)
{
	if (!strcmp(way, "warn_timer"))
		lab_expect(10);
	lab_demand(10);
}

static enum hrtimer_restart on_alarm(struct hrtimer *t)
{
	lab_demand(10);
	return HRTIMER_NORESTART;
}

static void on_job(struct work_struct *w)
{
	lab_demand(10);
}

static void by_timer(void)
{
	timer_setup(&clock, on_clock, 0);
	mod_timer(&clock, jiffies + HZ / 5);
	msleep(1000);
}

static void bug_hardirq(void)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 13, 0)
	hrtimer_setup(&alarm, on_alarm, CLOCK_MONOTONIC, HRTIMER_MODE_REL_HARD);
#else
	hrtimer_init(&alarm, CLOCK_MONOTONIC, HRTIMER_MODE_REL_HARD);
	alarm.function = on_alarm;
#endif
	hrtimer_start(&alarm, ms_to_ktime(200), HRTIMER_MODE_REL_HARD);
	msleep(1000);
}

static void bug_work(void)
{
	INIT_WORK(&job, on_job);
	schedule_work(&job);
	msleep(1000);
}

static __noipa void lab_wait_locked(void)
{
	spin_lock(&queue_lock);
	msleep(100);
	spin_unlock(&queue_lock);
}

static __noipa int lab_format(const char *from, int count)
{
	char text[16];
	int i;

	for (i = 0; i < count; i++)
		((volatile char *)text)[i] = from[i & 15];
	return text[3];
}

static void stack_smash(void)
{
	length += lab_format("smashes the stack", READ_ONCE(length) + 40);
}

static __noipa int lab_account(int *balance)
{
	return READ_ONCE(*balance);
}

/* A warning that the kernel outlives, and a fault two seconds later. */
static int warn_then_null(void *unused)
{
	lab_expect(10);
	ssleep(2);
	return lab_account(NULL);
}

static int redzone_then_null(void *unused)
{
	redzone();
	ssleep(2);
	return lab_account(NULL);
}

static const struct {
	const char *name;
	void (*go)(void);
} ways[] = {
	{ "double_free", double_free },
	{ "cache_double_free", cache_double_free },
	{ "redzone", redzone },
	{ "wrong_cache", wrong_cache },
	{ "usercopy", usercopy },
	{ "fortify", fortify },
	{ "refcount", refcount },
	{ "list_twice", list_twice },
	{ "list_double_add", list_double_add },
	{ "bug_timer", by_timer },
	{ "warn_timer", by_timer },
	{ "bug_hardirq", bug_hardirq },
	{ "bug_work", bug_work },
	{ "sleep_atomic", lab_wait_locked },
	{ "stack_smash", stack_smash },
};

static int __init lab_check_init(void)
{
	int i;

	if (!strcmp(way, "warn_then_null"))
		kthread_run(warn_then_null, NULL, "lab_auditor");
	if (!strcmp(way, "redzone_then_null"))
		kthread_run(redzone_then_null, NULL, "lab_auditor");
	for (i = 0; i < ARRAY_SIZE(ways); i++)
		if (!strcmp(way, ways[i].name))
			ways[i].go();
	return 0;
}

module_init(lab_check_init);
MODULE_DESCRIPTION("offends the kernel's checks on purpose, for tests of crash dump readers");
MODULE_LICENSE("GPL");
