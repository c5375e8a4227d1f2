/*
 * Ways in which the machine itself refuses: a module that makes one fault, chosen by its parameter.
 * insmod lab_fault.ko way=reserved_bit
 */
#include <linux/module.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/objtool.h>
#include <linux/sched.h>
#include <linux/sched/task_stack.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>
#include <asm/pgtable.h>

/* No inlining, no specialised copies: functions keep their arguments and their names. */
#ifndef __noipa
#define __noipa __attribute__((__noipa__))
#endif

static char *way = "";
module_param(way, charp, 0);

static const char motto[64] = "what is written here is for reading only";
static long scratch[64];
static long divisor;
static long result;

struct lab_handler {
	char name[24];
	long (*handle)(long);
};

/* A page-table entry with a bit that this CPU reserves. */
static __noipa long lab_read_counter(long *counter)
{
	return READ_ONCE(counter[5]);
}

static void reserved_bit(void)
{
	char *area = vzalloc(4 * PAGE_SIZE);
	unsigned int level;
	pte_t *entry = lookup_address((unsigned long)area + 2 * PAGE_SIZE, &level);

	WRITE_ONCE(*(unsigned long *)entry, pte_val(*entry) | BIT_ULL(50));
	asm volatile("invlpg (%0)" :: "r"(area + 2 * PAGE_SIZE) : "memory");
	result = lab_read_counter((long *)(area + 2 * PAGE_SIZE));
}

static __noipa void lab_rename(char *to, char letter)
{
	WRITE_ONCE(to[3], letter);
}

static void write_rodata(void)
{
	lab_rename((char *)motto, 'X');
}

static void write_text(void)
{
	lab_rename((char *)&vm_mmap, 0x90);
}

static __noipa long lab_handle(struct lab_handler *h, long value)
{
	return h->handle(value) + 1;
}

static void jump_data(void)
{
	struct lab_handler h = { "data", (void *)&scratch[8] };

	result = lab_handle(&h, 3);
}

static void jump_slab(void)
{
	struct lab_handler h = { "slab", kzalloc(192, GFP_KERNEL) };

	result = lab_handle(&h, 3);
}

static void jump_null(void)
{
	struct lab_handler h = { "null", NULL };

	result = lab_handle(&h, 3);
}

static char __user *user_page(void)
{
	unsigned long at = vm_mmap(NULL, 0, PAGE_SIZE, PROT_READ | PROT_WRITE | PROT_EXEC,
				   MAP_PRIVATE | MAP_ANONYMOUS, 0);

	if (IS_ERR_VALUE(at) || put_user(0xc3, (char __user *)at))
		return NULL;
	return (char __user *)at;
}

static void jump_user(void)
{
	struct lab_handler h = { "user", (__force void *)user_page() };

	result = lab_handle(&h, 3);
}

/* Forgot copy_from_user(). */
static __noipa long lab_parse(const long *request)
{
	return READ_ONCE(request[2]);
}

static void smap(void)
{
	result = lab_parse((__force long *)user_page());
}

static void user_garbage(void)
{
	result = lab_parse((long *)0x00005a0112345670);
}

/* A look one word below one's own stack, which is far from full. */
static __noipa long lab_peek(const long *below)
{
	return READ_ONCE(below[-1]);
}

static void guard_next(void)
{
	result = lab_peek(task_stack_page(current));
}

static __noipa void lab_copy_out(char *to, const char *from, size_t count)
{
	asm volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(count) :: "memory");
}

static __noipa void lab_wipe(char *to, size_t count)
{
	long zero = 0;

	count /= 8;
	asm volatile("rep stosq" : "+D"(to), "+c"(count) : "a"(zero) : "memory");
}

static void movs_source(void)
{
	char *from = vzalloc(PAGE_SIZE), *to = vzalloc(4 * PAGE_SIZE);

	lab_copy_out(to, from, 2 * PAGE_SIZE);
}

static void movs_destination(void)
{
	char *from = vzalloc(4 * PAGE_SIZE), *to = vzalloc(PAGE_SIZE);

	lab_copy_out(to, from, 2 * PAGE_SIZE);
}

static void stos_end(void)
{
	lab_wipe(vzalloc(PAGE_SIZE), 2 * PAGE_SIZE);
}

static __noipa long lab_pick(const long *table, long index)
{
	return READ_ONCE(table[index]);
}

static void null_index(void)
{
	result = lab_pick(NULL, 0x1a40);
}

static __noipa int lab_priority(struct task_struct *task)
{
	return READ_ONCE(task->prio);
}

static void null_member(void)
{
	result = lab_priority(NULL);
}

static __noipa void lab_breakpoint(void)
{
	asm volatile("int3");
}

static __noipa void lab_overflow(void)
{
	asm volatile("int $4");
}

static __noipa void lab_bounds(void)
{
	asm volatile("int $5");
}

static __noipa void lab_coprocessor(void)
{
	static const u16 control = 0x0360;
	static u16 before;

	asm volatile("clts; fnstcw %0; fninit; fldcw %1; fldz; fld1; fdivp; fwait" : "+m"(before) : "m"(control));
}

static __noipa long lab_ratio(long sum, long *parts)
{
	long quotient = sum, rest = 0;

	asm volatile("idivq %2" : "+a"(quotient), "+d"(rest) : "m"(*parts) : "cc");
	return quotient;
}

static void divide_memory(void)
{
	result = lab_ratio(1000, &divisor);
}

static __noipa long lab_scale(unsigned long high, unsigned long low, unsigned long by)
{
	asm volatile("divq %2" : "+a"(low), "+d"(high) : "r"(by) : "cc");
	return low;
}

static void divide_overflow(void)
{
	result = lab_scale(77, 5, 7);
}

static __noipa void lab_bad_code(void)
{
	asm volatile(".byte 0x06");	/* push %es, gone in 64-bit mode */
}

static __noipa void lab_selector(unsigned long selector)
{
	asm volatile("mov %w0, %%ds" :: "r"(selector));
}

static __noipa void lab_lost_stack(void)
{
	asm volatile("mov %0, %%rsp; push %%rax" :: "r"(0xffffc8ffdead0000) : "memory");
}

/* Its stack is nothing that objtool may judge. */
STACK_FRAME_NON_STANDARD(lab_lost_stack);

static int lab_even(int depth, const char *from);

static __noipa int lab_odd(int depth, const char *from)
{
	char frame[96];

	snprintf(frame, sizeof(frame), "odd %d after %s", depth, from);
	return lab_even(depth + 1, frame) + frame[0];
}

static __noipa int lab_even(int depth, const char *from)
{
	char frame[96];

	snprintf(frame, sizeof(frame), "even %d after %s", depth, from);
	return lab_odd(depth + 1, frame) + frame[1];
}

static const struct {
	const char *name;
	void (*go)(void);
} ways[] = {
	{ "reserved_bit", reserved_bit },
	{ "write_rodata", write_rodata },
	{ "write_text", write_text },
	{ "jump_data", jump_data },
	{ "jump_slab", jump_slab },
	{ "jump_null", jump_null },
	{ "jump_user", jump_user },
	{ "smap", smap },
	{ "user_garbage", user_garbage },
	{ "guard_next", guard_next },
	{ "movs_source", movs_source },
	{ "movs_destination", movs_destination },
	{ "stos_end", stos_end },
	{ "null_index", null_index },
	{ "null_member", null_member },
	{ "breakpoint", lab_breakpoint },
	{ "overflow", lab_overflow },
	{ "bounds", lab_bounds },
	{ "coprocessor", lab_coprocessor },
	{ "divide_memory", divide_memory },
	{ "divide_overflow", divide_overflow },
	{ "bad_code", lab_bad_code },
};

static __noipa int lab_fault(const char *wanted)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(ways); i++)
		if (!strcmp(wanted, ways[i].name))
			ways[i].go();
	if (!strcmp(wanted, "selector"))
		lab_selector(0x1238);
	if (!strcmp(wanted, "lost_stack"))
		lab_lost_stack();
	if (!strcmp(wanted, "recursion"))
		result = lab_even(0, "init");
	return result ? -EAGAIN : -ENODEV;
}

static int __init lab_fault_init(void)
{
	return lab_fault(way);
}

module_init(lab_fault_init);
MODULE_DESCRIPTION("faults on purpose, for tests of crash dump readers");
MODULE_LICENSE("GPL");
