/*
 * What drivers, file systems and network code do wrong to the kernel's own subsystems, so that it is the kernel's code that
 * stumbles, chosen by a parameter. insmod lab_more.ko way=timer_reused
 */
#include <linux/module.h>
#include <linux/kernel.h>
#include <linux/bio.h>
#include <linux/blkdev.h>
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/etherdevice.h>
#include <linux/fs.h>
#include <linux/hrtimer.h>
#include <linux/kthread.h>
#include <linux/netdevice.h>
#include <linux/pagemap.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/skbuff.h>
#include <linux/slab.h>
#include <linux/srcu.h>
#include <linux/string.h>
#include <linux/timer.h>
#include <linux/version.h>
#include <linux/vmalloc.h>
#include <linux/wait_bit.h>
#include <linux/workqueue.h>
#include <linux/xarray.h>

/* No inlining, no specialised copies: functions keep their arguments and their names. */
#ifndef __noipa
#define __noipa __attribute__((__noipa__))
#endif

static char *way = "";
module_param(way, charp, 0);

struct lab_lease {
	char tenant[48];
	struct timer_list expiry;
	struct hrtimer renewal;
};

static struct timer_list round_timer;
static struct work_struct inventory;
static struct xarray shelves;
static unsigned long flags_word;
static long total;

DEFINE_STATIC_SRCU(catalogue);

/* Gives 64 objects of `size` to somebody who writes `what` into them: one of them was another's a moment ago. */
static __noipa void lab_reuse(size_t size, int what)
{
	int i;

	for (i = 0; i < 64; i++) {
		char *again = kmalloc(size, GFP_KERNEL);

		memset(again, what, size);
	}
}

static void on_expiry(struct timer_list *t)
{
	total++;
}

static __noipa void lab_evict(struct lab_lease *lease)
{
	kfree(lease);
}

/* A timer that is armed in memory that was freed, and has other contents when it expires. */
static void timer_reused(void)
{
	struct lab_lease *lease = kzalloc(sizeof(*lease), GFP_KERNEL);

	timer_setup(&lease->expiry, on_expiry, 0);
	mod_timer(&lease->expiry, jiffies + HZ);
	lab_evict(lease);
	lab_reuse(sizeof(*lease), 't');
	msleep(3000);
}

static enum hrtimer_restart on_renewal(struct hrtimer *t)
{
	total++;
	return HRTIMER_NORESTART;
}

/* The same with one of the kernel's tree of timers. */
static void hrtimer_reused(void)
{
	struct lab_lease *lease = kzalloc(sizeof(*lease), GFP_KERNEL);

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 13, 0)
	hrtimer_setup(&lease->renewal, on_renewal, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
#else
	hrtimer_init(&lease->renewal, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	lease->renewal.function = on_renewal;
#endif
	hrtimer_start(&lease->renewal, ms_to_ktime(300), HRTIMER_MODE_REL);
	lab_evict(lease);
	lab_reuse(sizeof(*lease), 'r');
	msleep(3000);
}

/* A timer's function that waits until this timer's function has ended. */
static __noipa void lab_round(struct timer_list *t)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 2, 0)
	timer_delete_sync(t);
#else
	del_timer_sync(t);
#endif
	total++;
}

static void timer_self(void)
{
	timer_setup(&round_timer, lab_round, 0);
	mod_timer(&round_timer, jiffies + HZ / 5);
}

/* A work item that waits until it has ended. */
static __noipa void lab_count_all(struct work_struct *w)
{
	cancel_work_sync(w);
	total++;
}

static void work_self(void)
{
	INIT_WORK(&inventory, lab_count_all);
	schedule_work(&inventory);
}

/* A buffer of the network given back twice. */
static __noipa void lab_sent(struct sk_buff *skb)
{
	kfree_skb(skb);
}

static void skb_twice(void)
{
	struct sk_buff *skb = alloc_skb(512, GFP_KERNEL);

	skb_put_data(skb, "packet", 7);
	lab_sent(skb);
	lab_reuse(232, 's');
	lab_sent(skb);
}

/* A packet that came in from no device. */
static __noipa void lab_receive(struct sk_buff *skb)
{
	netif_rx(skb);
}

static void skb_no_device(void)
{
	struct sk_buff *skb = alloc_skb(512, GFP_KERNEL);

	skb_put_data(skb, "packet", 7);
	skb->protocol = htons(ETH_P_IP);
	lab_receive(skb);
	msleep(2000);
}

/* A network device freed while it is registered. */
static netdev_tx_t lab_xmit(struct sk_buff *skb, struct net_device *dev)
{
	kfree_skb(skb);
	return NETDEV_TX_OK;
}

static const struct net_device_ops lab_ops = { .ndo_start_xmit = lab_xmit };

static __noipa void lab_drop_device(struct net_device *dev)
{
	free_netdev(dev);
}

static void netdev_registered(void)
{
	struct net_device *dev = alloc_etherdev(0);

	dev->netdev_ops = &lab_ops;
	eth_hw_addr_random(dev);
	if (!register_netdev(dev))
		lab_drop_device(dev);
}

/* A reference to a device too many is given back. */
static __noipa void lab_leave_device(struct device *dev)
{
	device_unregister(dev);
}

static void device_twice(void)
{
	struct device *dev = root_device_register("lab_device");

	lab_leave_device(dev);
	lab_reuse(1024, 'd');
	lab_leave_device(dev);
}

/* Counters for each CPU, used by an interrupt's worth of code after they were freed. */
static __noipa void lab_bump(long __percpu *counters)
{
	this_cpu_inc(*counters);
}

static void percpu_wild(void)
{
	long __percpu *counters = alloc_percpu(long);

	free_percpu(counters);
	lab_bump((long __percpu *)((unsigned long)counters + (1UL << 40)));
}

/* I/O whose end is told to nobody: text stands where the function should. */
static __noipa void lab_submit(struct bio *bio)
{
	submit_bio(bio);
}

static void bio_end(void)
{
	struct file *f = filp_open("/mnt/ext4", O_RDONLY | O_DIRECTORY, 0);
	struct bio *bio = bio_alloc(file_inode(f)->i_sb->s_bdev, 1, REQ_OP_READ, GFP_KERNEL);

	__bio_add_page(bio, alloc_page(GFP_KERNEL), 4096, 0);
	memcpy(&bio->bi_end_io, "finished", 8);
	lab_submit(bio);
	msleep(3000);
}

/* Waits for a bit that nobody clears. */
static __noipa void lab_await_bit(unsigned long *word)
{
	wait_on_bit(word, 3, TASK_UNINTERRUPTIBLE);
	total++;
}

static int waits_for_bit(void *unused)
{
	__set_bit(3, &flags_word);
	lab_await_bit(&flags_word);
	return 0;
}

/* Locks a page that is locked: the I/O that would unlock it never ends. */
static __noipa void lab_lock_page(struct page *page)
{
	lock_page(page);
	total++;
}

static int locks_page(void *unused)
{
	struct page *page = alloc_page(GFP_KERNEL);

	lab_lock_page(page);
	lab_lock_page(page);
	return 0;
}

/* Waits for the end of what it is in itself. */
static __noipa void lab_reprint(void)
{
	int idx = srcu_read_lock(&catalogue);

	synchronize_srcu(&catalogue);
	srcu_read_unlock(&catalogue, idx);
	total++;
}

static int reprints(void *unused)
{
	lab_reprint();
	return 0;
}

/* A text that is none, for a format that prints it. */
static __noipa void lab_report(const char *name)
{
	pr_info("lab: the tenant is %s\n", name);
}

static void bad_format(void)
{
	lab_report((const char *)0xffff0badcafe0000);
}

/* A cache that was destroyed, and its memory is used for something else. */
static __noipa void lab_take(struct kmem_cache *cache)
{
	total += (long)kmem_cache_alloc(cache, GFP_KERNEL);
}

static void cache_gone(void)
{
	struct kmem_cache *cache = kmem_cache_create("lab_leases", 344, 0, SLAB_HWCACHE_ALIGN, NULL);

	kmem_cache_destroy(cache);
	lab_reuse(256, 'c');
	msleep(500);
	lab_take(cache);
}

/* A work queue that was destroyed. */
static __noipa void lab_ask(struct workqueue_struct *wq)
{
	queue_work(wq, &inventory);
}

static void queue_gone(void)
{
	struct workqueue_struct *wq = alloc_workqueue("lab_orders", 0, 0);

	INIT_WORK(&inventory, lab_count_all);
	destroy_workqueue(wq);
	rcu_barrier();
	lab_reuse(512, 'q');
	lab_ask(wq);
	msleep(1000);
}

/* Code that is overwritten with zeroes, through another mapping of its page. */
static __noipa long lab_tariff(long weight)
{
	long price = 7;

	OPTIMIZER_HIDE_VAR(price);
	price += weight * 13;
	OPTIMIZER_HIDE_VAR(price);
	return price * 5 + weight;
}

static void zeroed_code(void)
{
	unsigned long at = (unsigned long)lab_tariff;
	struct page *page = vmalloc_to_page((void *)(at & PAGE_MASK));
	char *alias = vmap(&page, 1, VM_MAP, PAGE_KERNEL);

	memset(alias + (at & ~PAGE_MASK) + 8, 0, 8);
	total = lab_tariff(4);
}

/* A pointer in a tree of the kernel's is overwritten; the next look-up goes there. */
static __noipa void *lab_find(unsigned long index)
{
	return xa_load(&shelves, index);
}

static void xarray_damaged(void)
{
	int i;

	xa_init(&shelves);
	for (i = 0; i < 5000; i++)
		xa_store(&shelves, i, xa_mk_value(i), GFP_KERNEL);
	shelves.xa_head = (void *)0x6c6562616c20656eUL;
	total = (long)lab_find(4711);
}

static const struct {
	const char *name;
	void (*go)(void);
	int (*thread)(void *);
} ways[] = {
	{ "timer_reused", timer_reused },
	{ "hrtimer_reused", hrtimer_reused },
	{ "timer_self", timer_self },
	{ "work_self", work_self },
	{ "skb_twice", skb_twice },
	{ "skb_no_device", skb_no_device },
	{ "netdev_registered", netdev_registered },
	{ "device_twice", device_twice },
	{ "percpu_wild", percpu_wild },
	{ "bio_end", bio_end },
	{ "bit_wait", NULL, waits_for_bit },
	{ "page_locked", NULL, locks_page },
	{ "srcu_self", NULL, reprints },
	{ "bad_format", bad_format },
	{ "cache_gone", cache_gone },
	{ "queue_gone", queue_gone },
	{ "zeroed_code", zeroed_code },
	{ "xarray_damaged", xarray_damaged },
};

static int __init lab_more_init(void)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(ways); i++) {
		if (strcmp(way, ways[i].name))
			continue;
		if (ways[i].thread)
			kthread_run(ways[i].thread, NULL, "lab_%s", way);
		else
			ways[i].go();
	}
	return 0;
}

static void __exit lab_more_exit(void)
{
}

module_init(lab_more_init);
module_exit(lab_more_exit);
MODULE_DESCRIPTION("misuses subsystems of the kernel on purpose, for tests of crash dump readers");
MODULE_LICENSE("GPL");
