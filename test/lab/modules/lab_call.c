/*
 * The kernel's own functions called with what they cannot take, and waits without an end, chosen by a parameter.
 * insmod lab_call.ko way=mutex_null
 */
#include <linux/module.h>
#include <linux/kernel.h>
#include <linux/delay.h>
#include <linux/irqflags.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/mutex.h>
#include <linux/preempt.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/semaphore.h>
#include <linux/skbuff.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/timer.h>
#include <linux/uaccess.h>
#include <linux/version.h>
#include <linux/vmalloc.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

/* No inlining, no specialised copies: functions keep their arguments and their names. */
#ifndef __noipa
#define __noipa __attribute__((__noipa__))
#endif

static char *way = "";
module_param(way, charp, 0);

struct lab_account {
	struct mutex lock;
	char owner[32];
	long balance;
};

static DEFINE_MUTEX(lab_vault);
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 4, 0)
static DEFINE_SEMAPHORE(lab_tokens, 1);
#else
static DEFINE_SEMAPHORE(lab_tokens);
#endif
static DECLARE_WAIT_QUEUE_HEAD(lab_news);
static struct lab_account *main_account;
static struct work_struct chore;
static struct timer_list clock;
static long table[16];
static long total;

static __noipa void lab_lock(struct lab_account *a)
{
	mutex_lock(&a->lock);
	a->balance++;
	mutex_unlock(&a->lock);
}

static void mutex_null(void)
{
	lab_lock(main_account);
}

static __noipa long lab_length(const char *name)
{
	return strlen(name);
}

static void strlen_null(void)
{
	total = lab_length(NULL);
}

static __noipa void lab_fill(void *to, long count)
{
	memset(to, 0, count);
}

static void memset_null(void)
{
	lab_fill(NULL, 4096 + total);
}

static __noipa long lab_fetch(void *to, const char __user *from, long size)
{
	return copy_from_user(to, from, size);
}

static void from_user_null(void)
{
	unsigned long at = vm_mmap(NULL, 0, PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, 0);

	if (!clear_user((void __user *)at, PAGE_SIZE))
		lab_fetch(main_account, (char __user *)at, 200 + total);
}

static __noipa void lab_append(struct sk_buff *skb, long size)
{
	skb_put(skb, size);
}

static void skb_over(void)
{
	lab_append(alloc_skb(64, GFP_KERNEL), 4000 + total);
}

static __noipa void lab_discard(const void *p)
{
	kfree(p);
}

static void kfree_middle(void)
{
	struct lab_account *a = kzalloc(sizeof(*a), GFP_KERNEL);

	lab_discard(a->owner);
	lab_discard(a->owner);
}

static void kfree_garbage(void)
{
	lab_discard((void *)0xffffc0dec0dec0d0);
}

static __noipa long lab_lookup(const long *from, long index)
{
	return READ_ONCE(from[index]);
}

static void past_module(void)
{
	total = lab_lookup(table, 0x80000);
}

static void on_clock(struct timer_list *t)
{
	vfree(main_account);
	total += (long)vmalloc(8192);
	might_sleep();
}

static void vmalloc_timer(void)
{
	timer_setup(&clock, on_clock, 0);
	mod_timer(&clock, jiffies + HZ / 5);
	msleep(1000);
}

static void vfree_bad(void)
{
	vfree((char *)vmalloc(8192) + 4096);
}

static __noipa void lab_big_frame(const char *from)
{
	char room[12000];
	long i;

	for (i = sizeof(room) - 1; i >= 0; i--)
		((volatile char *)room)[i] = from[i & 7];
	total += room[77];
}

static __noipa void lab_nest(const char *from)
{
	char room[5000];

	memcpy(room, from, 8);
	lab_big_frame(room);
	total += room[7];
}

static void big_frames(void)
{
	lab_nest("somebody");
}

/* Read from user space: cat /proc/lab_call. */
static __noipa int lab_show(struct seq_file *m, void *v)
{
	seq_printf(m, "%ld\n", READ_ONCE(main_account->balance));
	return 0;
}

static void proc_read(void)
{
	proc_create_single("lab_call", 0444, NULL, lab_show);
}

static __noipa void lab_take(void)
{
	down(&lab_tokens);
}

static int takes(void *unused)
{
	lab_take();
	return 0;
}

static int takes_and_exits(void *unused)
{
	mutex_lock(&lab_vault);
	total++;
	return 0;
}

static __noipa void lab_open_vault(void)
{
	mutex_lock(&lab_vault);
	total--;
	mutex_unlock(&lab_vault);
}

static int opens(void *unused)
{
	msleep(500);
	lab_open_vault();
	return 0;
}

static __noipa void lab_wait_news(void)
{
	wait_event(lab_news, READ_ONCE(total) == 77);
}

static int reads_news(void *unused)
{
	lab_wait_news();
	return 0;
}

static __noipa void lab_ask_hardware(void)
{
	unsigned long flags;

	local_irq_save(flags);
	while (READ_ONCE(total) != 77)
		cpu_relax();
	local_irq_restore(flags);
}

static int irqs_off(void *unused)
{
	lab_ask_hardware();
	return 0;
}

static __noipa void lab_chore(struct work_struct *w)
{
	while (READ_ONCE(total) != 77)
		cpu_relax();
}

static int preempt_leak(void *unused)
{
	preempt_disable();
	msleep(100);
	return 0;
}

static void thread(int (*run)(void *), const char *name, int cpu)
{
	struct task_struct *t = kthread_create(run, NULL, "%s", name);

	if (IS_ERR(t))
		return;
	if (cpu >= 0)
		kthread_bind(t, cpu);
	wake_up_process(t);
}

static const struct {
	const char *name;
	void (*go)(void);
} ways[] = {
	{ "mutex_null", mutex_null },
	{ "strlen_null", strlen_null },
	{ "memset_null", memset_null },
	{ "from_user_null", from_user_null },
	{ "skb_over", skb_over },
	{ "kfree_middle", kfree_middle },
	{ "kfree_garbage", kfree_garbage },
	{ "past_module", past_module },
	{ "vmalloc_timer", vmalloc_timer },
	{ "vfree_bad", vfree_bad },
	{ "big_frames", big_frames },
	{ "proc_read", proc_read },
};

static int __init lab_call_init(void)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(ways); i++)
		if (!strcmp(way, ways[i].name))
			ways[i].go();
	if (!strcmp(way, "semaphore")) {
		thread(takes, "lab_first", -1);
		msleep(300);
		thread(takes, "lab_second", -1);
	}
	if (!strcmp(way, "exited_owner")) {
		thread(takes_and_exits, "lab_goner", -1);
		thread(opens, "lab_opener", -1);
	}
	if (!strcmp(way, "wait_event"))
		thread(reads_news, "lab_listener", -1);
	if (!strcmp(way, "irqs_off"))
		thread(irqs_off, "lab_poller", 1);
	if (!strcmp(way, "preempt_leak"))
		thread(preempt_leak, "lab_leaky", -1);
	if (!strcmp(way, "work_stuck")) {
		INIT_WORK(&chore, lab_chore);
		schedule_work_on(1, &chore);
	}
	return 0;
}

module_init(lab_call_init);
MODULE_DESCRIPTION("calls the kernel with wrong arguments on purpose, for tests of crash dump readers");
MODULE_LICENSE("GPL");
