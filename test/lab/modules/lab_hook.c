/*
 * Code of a module that the kernel calls from one of its many places and that stumbles there, chosen by a parameter.
 * insmod lab_hook.ko way=kprobe
 */
#include <linux/module.h>
#include <linux/kernel.h>
#include <linux/cpuhotplug.h>
#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/kprobes.h>
#include <linux/netfilter.h>
#include <linux/netfilter_ipv4.h>
#include <linux/notifier.h>
#include <linux/panic_notifier.h>
#include <linux/proc_fs.h>
#include <linux/skbuff.h>
#include <linux/smp.h>
#include <linux/stop_machine.h>
#include <linux/string.h>
#include <linux/workqueue.h>
#include <asm/nmi.h>
#include <net/net_namespace.h>

/* No inlining, no specialised copies: functions keep their arguments and their names. */
#ifndef __noipa
#define __noipa __attribute__((__noipa__))
#endif

static char *way = "";
module_param(way, charp, 0);

struct lab_meter {
	long unit[11];
	long level;
};

static struct lab_meter *meter;
static long total;

static __noipa long lab_level(const struct lab_meter *m)
{
	return READ_ONCE(m->level);
}

static int lab_entry(struct kprobe *p, struct pt_regs *regs)
{
	total += lab_level(meter);
	return 0;
}

static struct kprobe probe = { .symbol_name = "ksys_sync", .pre_handler = lab_entry };

static void kprobe(void)
{
	if (register_kprobe(&probe))
		pr_err("lab_hook: no kprobe\n");
}

static int lab_return(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	total += lab_level(meter);
	return 0;
}

static struct kretprobe return_probe = { .kp.symbol_name = "ksys_sync", .handler = lab_return };

static void kretprobe(void)
{
	if (register_kretprobe(&return_probe))
		pr_err("lab_hook: no kretprobe\n");
}

static unsigned int lab_packet(void *priv, struct sk_buff *skb, const struct nf_hook_state *state)
{
	total += lab_level(meter);
	return NF_ACCEPT;
}

static const struct nf_hook_ops packet_ops = {
	.hook = lab_packet,
	.pf = NFPROTO_IPV4,
	.hooknum = NF_INET_LOCAL_IN,
	.priority = NF_IP_PRI_FIRST,
};

static void netfilter(void)
{
	nf_register_net_hook(&init_net, &packet_ops);
}

/* Read and written through /sys/module/lab_hook/parameters/level. */
static int lab_get(char *buffer, const struct kernel_param *kp)
{
	return sprintf(buffer, "%ld\n", lab_level(meter));
}

static int lab_set(const char *val, const struct kernel_param *kp)
{
	total += lab_level(meter);
	return 0;
}

static const struct kernel_param_ops level_ops = { .get = lab_get, .set = lab_set };
module_param_cb(level, &level_ops, NULL, 0600);

/* When the last descriptor of /proc/lab_hook goes. */
static int lab_release(struct inode *inode, struct file *file)
{
	total += lab_level(meter);
	return 0;
}

static ssize_t lab_nothing(struct file *file, char __user *to, size_t size, loff_t *at)
{
	return 0;
}

static const struct proc_ops file_ops = { .proc_read = lab_nothing, .proc_release = lab_release };

static void release(void)
{
	proc_create("lab_hook", 0444, NULL, &file_ops);
}

static int lab_nmi(unsigned int type, struct pt_regs *regs)
{
	total += lab_level(meter);
	return NMI_DONE;
}

static void nmi(void)
{
	register_nmi_handler(NMI_UNKNOWN, lab_nmi, 0, "lab_hook");
	msleep(60000);
}

static int lab_offline(unsigned int cpu)
{
	total += lab_level(meter);
	return 0;
}

static void offline(void)
{
	cpuhp_setup_state_nocalls(CPUHP_AP_ONLINE_DYN, "lab:online", NULL, lab_offline);
}

static int lab_alone(void *unused)
{
	return lab_level(meter);
}

static void stop_all(void)
{
	total += stop_machine(lab_alone, NULL, NULL);
}

static void lab_answer(void *unused)
{
	total += lab_level(meter);
}

static void other_cpu(void)
{
	smp_call_function_single(cpumask_first(cpu_online_mask) == get_cpu() ? 1 : 0, lab_answer, NULL, 0);
	put_cpu();
	msleep(1000);
}

static int lab_last_words(struct notifier_block *nb, unsigned long action, void *text)
{
	total += lab_level(meter);
	return NOTIFY_DONE;
}

static struct notifier_block last_words = { .notifier_call = lab_last_words };

static __noipa void lab_give_up(void)
{
	panic("lab: voltage out of range");
}

static void in_panic(void)
{
	atomic_notifier_chain_register(&panic_notifier_list, &last_words);
	lab_give_up();
}

static void lab_later(struct tasklet_struct *t)
{
	total += lab_level(meter);
}

static struct tasklet_struct later;

static void tasklet(void)
{
	tasklet_setup(&later, lab_later);
	tasklet_schedule(&later);
	msleep(1000);
}

/* The module is gone when its work's turn comes. */
static void lab_tidy(struct work_struct *w)
{
	total++;
}

static DECLARE_DELAYED_WORK(tidy, lab_tidy);

static void ghost_work(void)
{
	schedule_delayed_work(&tidy, 3 * HZ);
}

static const struct {
	const char *name;
	void (*go)(void);
} ways[] = {
	{ "kprobe", kprobe },
	{ "kretprobe", kretprobe },
	{ "netfilter", netfilter },
	{ "release", release },
	{ "nmi", nmi },
	{ "offline", offline },
	{ "stop_all", stop_all },
	{ "other_cpu", other_cpu },
	{ "in_panic", in_panic },
	{ "tasklet", tasklet },
	{ "ghost_work", ghost_work },
};

static int __init lab_hook_init(void)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(ways); i++)
		if (!strcmp(way, ways[i].name))
			ways[i].go();
	return 0;
}

static void __exit lab_hook_exit(void)
{
}

module_init(lab_hook_init);
module_exit(lab_hook_exit);
MODULE_DESCRIPTION("stumbles where the kernel calls it, on purpose, for tests of crash dump readers");
MODULE_LICENSE("GPL");
