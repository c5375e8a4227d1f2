/*
 * Mistakes of bookkeeping: what is gone, counted wrongly, looked at from the wrong end, or waits for itself, chosen by a
 * parameter. insmod lab_odd.ko way=wrong_container
 */
#include <linux/module.h>
#include <linux/kernel.h>
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/io.h>
#include <linux/kthread.h>
#include <linux/list.h>
#include <linux/netdevice.h>
#include <linux/notifier.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include <linux/rwsem.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include <linux/workqueue.h>

/* No inlining, no specialised copies: functions keep their arguments and their names. */
#ifndef __noipa
#define __noipa __attribute__((__noipa__))
#endif

static char *way = "";
module_param(way, charp, 0);

struct lab_clerk {
	char name[16];
	long desk;
};

struct lab_parcel {
	struct lab_clerk *clerk;
	struct list_head all;
	u32 width, height;
	struct list_head waiting;
};

struct lab_letter {
	struct rcu_head rcu;
	struct lab_letter *answer;
	spinlock_t lock;
	long pages;
};

static struct {
	long (*serve[4])(long);
	char name[24];
} counter = { { }, "counter number one" };

static struct kmem_cache *letters;
static struct completion *bell;
static struct workqueue_struct *office;
static DEFINE_RWLOCK(register_lock);
static DECLARE_RWSEM(archive);
static long total;

/* The entry is of the one list, the macro's argument of the other. */
static __noipa long lab_desk(struct list_head *entry)
{
	return READ_ONCE(list_entry(entry, struct lab_parcel, all)->clerk->desk);
}

static void wrong_container(void)
{
	struct lab_parcel *p = kzalloc(sizeof(*p), GFP_KERNEL);

	p->width = 7;
	p->height = 3;
	total = lab_desk(&p->waiting);
}

static long lab_serve(long who)
{
	return who + 1;
}

/* One further than the table has. */
static __noipa long lab_call_desk(long desk)
{
	return READ_ONCE(counter.serve[desk])(7) + 1;
}

static void past_table(void)
{
	int i;

	for (i = 0; i < 4; i++)
		counter.serve[i] = lab_serve;
	for (i = 0; i <= 4; i++)
		total += lab_call_desk(i);
}

/* Leaves its entry in a chain of the kernel's when it goes. */
static int lab_hears(struct notifier_block *nb, unsigned long what, void *data)
{
	return NOTIFY_DONE;
}

static struct notifier_block ear = { .notifier_call = lab_hears };

static void gone_notifier(void)
{
	register_netdevice_notifier(&ear);
}

static __noipa int lab_guard(void *unused)
{
	int i;

	for (i = 0; i < 100; i++)
		msleep(500);
	return 0;
}

static void ghost_thread(void)
{
	kthread_run(lab_guard, NULL, "lab_guard");
	msleep(300);
}

static struct lab_letter *new_letter(void)
{
	struct lab_letter *l;

	if (!letters)
		letters = kmem_cache_create("lab_letter", sizeof(*l), 0, SLAB_POISON | SLAB_RED_ZONE, NULL);
	l = kmem_cache_zalloc(letters, GFP_KERNEL);
	spin_lock_init(&l->lock);
	return l;
}

static void lab_burn(struct rcu_head *rcu)
{
	kmem_cache_free(letters, container_of(rcu, struct lab_letter, rcu));
}

static __noipa long lab_answer(const struct lab_letter *l)
{
	return READ_ONCE(READ_ONCE(l->answer)->pages);
}

/* Read after the grace period at whose end it was freed. */
static void after_grace(void)
{
	struct lab_letter *l = new_letter();

	l->answer = new_letter();
	total = lab_answer(l);
	call_rcu(&l->rcu, lab_burn);
	synchronize_rcu();
	rcu_barrier();
	total += lab_answer(l);
}

static __noipa void lab_sign(struct lab_letter *l)
{
	spin_lock(&l->lock);
	l->pages++;
	spin_unlock(&l->lock);
}

/* A lock in what was freed: it never opens. */
static int signs(void *unused)
{
	struct lab_letter *l = new_letter();

	kmem_cache_free(letters, l);
	lab_sign(l);
	return 0;
}

static __noipa void lab_leave(void)
{
	read_unlock(&register_lock);
}

static __noipa void lab_enter(void)
{
	write_lock(&register_lock);
	total++;
	write_unlock(&register_lock);
}

/* Unlocked once more than locked. */
static int leaves_twice(void *unused)
{
	read_lock(&register_lock);
	lab_leave();
	lab_leave();
	lab_enter();
	return 0;
}

static __noipa void lab_reopen(void)
{
	down_write(&archive);
	total++;
	up_write(&archive);
}

static int opens_twice(void *unused)
{
	down_write(&archive);
	up_write(&archive);
	up_write(&archive);
	lab_reopen();
	return 0;
}

/* A number of things whose size does not fit into what it is computed in. */
static __noipa void lab_copy_all(char *to, const char *from, u32 count, u32 size)
{
	memcpy(to, from, (long)(s32)(count * size));
}

static void size_overflow(void)
{
	lab_copy_all(vmalloc(8192), vmalloc(1 << 20), 0x0ffffffe, 16);
}

static __noipa u32 lab_poll(const void __iomem *port)
{
	return readl(port + 16);
}

/* A device's registers after they were given back. */
static void unmapped_port(void)
{
	void __iomem *port = ioremap(IS_ENABLED(CONFIG_ARM64) ? 0x09010000 : 0xfec00000, PAGE_SIZE);

	total = lab_poll(port);
	iounmap(port);
	vm_unmap_aliases();
	total += lab_poll(port);
}

static __noipa long lab_first_page(const struct lab_letter *l)
{
	return READ_ONCE(l->pages);
}

/* Sleeps where it must not, is told so, lives on, and falls over something else. */
static void atomic_then_null(void)
{
	preempt_disable();
	msleep(20);
	preempt_enable();
	msleep(500);
	total = lab_first_page(NULL);
}

static __noipa void lab_order(void)
{
	DECLARE_COMPLETION_ONSTACK(done);

	bell = &done;
	total += wait_for_completion_timeout(&done, 2);
}

static __noipa void lab_scribble(void)
{
	char text[320];

	memset(text, 0x6e, sizeof(text));
	OPTIMIZER_HIDE_VAR(total);
	total += text[total & 63];
}

static __noipa void lab_deliver(void)
{
	complete(bell);
}

/* Nobody waits any more, and the stack is used for something else. */
static int delivers_late(void *unused)
{
	lab_order();
	lab_scribble();
	lab_deliver();
	return 0;
}

static void on_second(struct work_struct *w);
static void on_first(struct work_struct *w);
static DECLARE_WORK(first, on_first);
static DECLARE_WORK(second, on_second);

static __noipa void lab_await(struct work_struct *w)
{
	flush_work(w);
	total++;
}

static void on_first(struct work_struct *w)
{
	msleep(200);
	lab_await(&second);
}

static void on_second(struct work_struct *w)
{
	msleep(200);
	if (!strcmp(way, "flush_circle"))
		lab_await(&first);
}

/* Waits for what comes after it in a queue that does one after the other. */
static void ordered_flush(void)
{
	office = alloc_ordered_workqueue("lab_office", 0);
	queue_work(office, &first);
	queue_work(office, &second);
}

/* Two that wait for each other. */
static void flush_circle(void)
{
	office = alloc_workqueue("lab_office", WQ_UNBOUND, 4);
	queue_work(office, &first);
	queue_work(office, &second);
}

static __noipa void lab_discard(const void *p)
{
	kfree(p);
}

static void kfree_stack_word(void)
{
	char room[64];

	OPTIMIZER_HIDE_VAR(total);
	snprintf(room, sizeof(room), "%ld", total);
	lab_discard(room);
}

static void kfree_static(void)
{
	lab_discard(&counter);
}

static void thread(int (*run)(void *), const char *name)
{
	struct task_struct *t = kthread_create(run, NULL, "%s", name);

	if (IS_ERR(t))
		return;
	kthread_bind(t, 1);
	wake_up_process(t);
}

static const struct {
	const char *name;
	void (*go)(void);
} ways[] = {
	{ "wrong_container", wrong_container },
	{ "past_table", past_table },
	{ "gone_notifier", gone_notifier },
	{ "ghost_thread", ghost_thread },
	{ "after_grace", after_grace },
	{ "size_overflow", size_overflow },
	{ "unmapped_port", unmapped_port },
	{ "atomic_then_null", atomic_then_null },
	{ "ordered_flush", ordered_flush },
	{ "flush_circle", flush_circle },
	{ "kfree_stack_word", kfree_stack_word },
	{ "kfree_static", kfree_static },
};

static int __init lab_odd_init(void)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(ways); i++)
		if (!strcmp(way, ways[i].name))
			ways[i].go();
	if (!strcmp(way, "freed_lock"))
		thread(signs, "lab_signer");
	if (!strcmp(way, "unlocked_twice"))
		thread(leaves_twice, "lab_visitor");
	if (!strcmp(way, "rwsem_twice"))
		thread(opens_twice, "lab_archivist");
	if (!strcmp(way, "late_bell"))
		thread(delivers_late, "lab_postman");
	return 0;
}

static void __exit lab_odd_exit(void)
{
}

module_init(lab_odd_init);
module_exit(lab_odd_exit);
MODULE_DESCRIPTION("keeps its books badly on purpose, for tests of crash dump readers");
MODULE_LICENSE("GPL");
