/*
 * Memory that one destroyed and another meets, jumps and values that lead nowhere, chosen by a parameter.
 * insmod lab_wild.ko way=neighbour
 */
#include <linux/module.h>
#include <linux/kernel.h>
#include <linux/err.h>
#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/pgtable.h>
#include <linux/rbtree.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/sched/task_stack.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

/* No inlining, no specialised copies: functions keep their arguments and their names. */
#ifndef __noipa
#define __noipa __attribute__((__noipa__))
#endif

static char *way = "";
module_param(way, charp, 0);

struct lab_sensor {
	long (*measure)(struct lab_sensor *s);
	char label[48];
	long value;
};

static struct lab_sensor *sensors[64];
static char *text = "temperature of the second cooling circuit in tenths of a degree";
static long total;

static __noipa long lab_read(struct lab_sensor *s)
{
	return s->value;
}

static __noipa long lab_measure(struct lab_sensor *s)
{
	return s->measure(s) + 1;
}

/* Writes past its own object into its neighbours. */
static __noipa void lab_rename(struct lab_sensor *s, const char *name, long length)
{
	long i;

	for (i = 0; i < length; i++)
		((volatile char *)s->label)[i] = name[i % 60];
}

static void neighbour(void)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(sensors); i++) {
		sensors[i] = kzalloc(sizeof(*sensors[i]), GFP_KERNEL);
		sensors[i]->measure = lab_read;
	}
	lab_rename(sensors[20], text, 180);
	for (i = 0; i < ARRAY_SIZE(sensors); i++)
		total += lab_measure(sensors[i]);
}

/* Destroys the operations of a file of its own task; who closes it meets that. */
static __noipa void lab_forget(struct file *f)
{
	memset(&f->f_op, 'm', sizeof(f->f_op));
}

static void file_gone(void)
{
	struct file *f = fget(0);

	if (f)
		lab_forget(f);
}

static __noipa __attribute__((no_stack_protector)) void lab_overrun(unsigned long with)
{
	unsigned long room[4];
	int i;

	for (i = 0; i < 24; i++)
		((volatile unsigned long *)room)[i] = with;
}

static void ret_text(void)
{
	lab_overrun(0x4141414141414141);
}

static void ret_data(void)
{
	lab_overrun((unsigned long)sensors);
}

static __noipa void lab_scratch(void)
{
	WRITE_ONCE(*end_of_stack(current), 0x1234);
	schedule();
}

static pte_t *pte_of(unsigned long at)
{
	pgd_t *pgd = pgd_offset(current->mm, at);

	return (pte_t *)pmd_page_vaddr(*pmd_offset(pud_offset(p4d_offset(pgd, at), at), at)) + pte_index(at);
}

/* Damages the page table of its own process, which meets that in user mode. */
static __noipa void lab_damage(unsigned long at)
{
	pte_t *pte = pte_of(at);
	unsigned long cr3;

	WRITE_ONCE(*(unsigned long *)pte, pte_val(*pte) | 1ul << 51);
	asm volatile("mov %%cr3, %0; mov %0, %%cr3" : "=r"(cr3) : : "memory");
}

static void user_entry(void)
{
	lab_damage(task_pt_regs(current)->sp);
}

static __noipa void lab_discard(const void *p)
{
	kfree(p);
}

static void kfree_stack(void)
{
	char room[64];

	OPTIMIZER_HIDE_VAR(total);
	snprintf(room, sizeof(room), "%ld", total);
	lab_discard(room);
}

static void kfree_error(void)
{
	lab_discard(ERR_PTR(-ENOMEM));
}

static __noipa unsigned int lab_register(const unsigned int *base, long which)
{
	return READ_ONCE(base[which]);
}

/* A physical address that was not mapped. */
static void physical(void)
{
	total = lab_register((void *)0xfec00000ul, 4);
}

static __noipa void lab_append(char *to, const char *from, long size)
{
	memcpy(to, from, size);
}

static void long_copy(void)
{
	char *to = vmalloc(8192), *from = vmalloc(65536);

	lab_append(to, from, 40000 + total);
}

static __noipa long lab_call(long (*f)(struct lab_sensor *), struct lab_sensor *s)
{
	return f(s) + 1;
}

static void error_call(void)
{
	total = lab_call(ERR_PTR(-ENODEV), NULL);
}

static __noipa void lab_control(unsigned long bits)
{
	unsigned long cr4;

	asm volatile("mov %%cr4, %0" : "=r"(cr4));
	asm volatile("mov %0, %%cr4" : : "r"(cr4 | bits));
}

static void control(void)
{
	lab_control(1ul << 63);
}

static __noipa void lab_unlink(struct rb_node *n, struct rb_root *root)
{
	rb_erase(n, root);
}

static void tree(void)
{
	struct rb_root root = RB_ROOT;
	struct rb_node *n = kmalloc(sizeof(*n), GFP_KERNEL);

	memset(n, 0xb7, sizeof(*n));
	lab_unlink(n, &root);
}

static __noipa void lab_unreachable(void)
{
	asm volatile("ud2");
}

struct lab_entry {
	struct hlist_node link;
	long id;
};

static HLIST_HEAD(entries);

static __noipa void lab_leave(struct lab_entry *e)
{
	hlist_del(&e->link);
}

static void hlist_twice(void)
{
	struct lab_entry *e = kzalloc(sizeof(*e), GFP_KERNEL);

	hlist_add_head(&e->link, &entries);
	lab_leave(e);
	lab_leave(e);
}

static const struct {
	const char *name;
	void (*go)(void);
} ways[] = {
	{ "neighbour", neighbour },
	{ "file_gone", file_gone },
	{ "ret_text", ret_text },
	{ "ret_data", ret_data },
	{ "stack_end", lab_scratch },
	{ "user_entry", user_entry },
	{ "kfree_stack", kfree_stack },
	{ "kfree_error", kfree_error },
	{ "physical", physical },
	{ "long_copy", long_copy },
	{ "error_call", error_call },
	{ "control", control },
	{ "tree", tree },
	{ "unreachable", lab_unreachable },
	{ "hlist_twice", hlist_twice },
};

static int __init lab_wild_init(void)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(ways); i++)
		if (!strcmp(way, ways[i].name))
			ways[i].go();
	return 0;
}

module_init(lab_wild_init);
MODULE_DESCRIPTION("destroys memory on purpose, for tests of crash dump readers");
MODULE_LICENSE("GPL");
