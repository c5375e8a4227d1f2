/*
 * Ways in which an arm64 machine refuses, chosen by a parameter.
 * insmod lab_arm.ko way=odd_pc
 */
#include <linux/module.h>
#include <linux/kernel.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/sched.h>
#include <linux/sched/task_stack.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>

/* No inlining, no specialised copies: functions keep their arguments and their names. */
#ifndef __noipa
#define __noipa __attribute__((__noipa__))
#endif

static char *way = "";
module_param(way, charp, 0);

static const char motto[64] = "what is written here is for reading only";
static long scratch[64];
static long result;

static __noipa long lab_handle(long (*handle)(long), long value)
{
	return handle(value) + 1;
}

static long lab_same(long value)
{
	return value;
}

static void odd_pc(void)
{
	result = lab_handle((void *)((unsigned long)lab_same + 2), 3);
}

static void run_data(void)
{
	result = lab_handle((void *)&scratch[8], 3);
}

static void run_slab(void)
{
	result = lab_handle(kzalloc(192, GFP_KERNEL), 3);
}

static void run_null(void)
{
	result = lab_handle(NULL, 3);
}

static void run_text(void)
{
	result = lab_handle(*(void **)"somewhere", 3);
}

static char __user *user_page(void)
{
	unsigned long at = vm_mmap(NULL, 0, PAGE_SIZE, PROT_READ | PROT_WRITE | PROT_EXEC,
				   MAP_PRIVATE | MAP_ANONYMOUS, 0);

	if (IS_ERR_VALUE(at) || put_user(0xc3, (char __user *)at))
		return NULL;
	return (char __user *)at;
}

static void run_user(void)
{
	result = lab_handle((__force void *)user_page(), 3);
}

/* Forgot copy_from_user(): PAN. */
static __noipa long lab_parse(const long *request)
{
	return READ_ONCE(request[2]);
}

static void read_user(void)
{
	result = lab_parse((__force long *)user_page());
}

static __noipa void lab_rename(char *to, char letter)
{
	WRITE_ONCE(to[3], letter);
}

static void write_motto(void)
{
	lab_rename((char *)motto, 'X');
}

static void write_code(void)
{
	lab_rename((char *)&vm_mmap, 0x1f);
}

static __noipa void lab_undefined(void)
{
	asm volatile(".inst 0x00000000");
}

static __noipa long lab_read_register(void)
{
	long value;

	asm volatile("mrs %0, S3_7_C15_C15_7" : "=r"(value));
	return value;
}

static void no_register(void)
{
	result = lab_read_register();
}

static __noipa void lab_break(void)
{
	asm volatile("brk #0x42");
}

static __noipa u32 lab_poll(const void __iomem *port)
{
	return readl(port + 16);
}

/* Nothing answers at this physical address. */
static void no_device(void)
{
	result = lab_poll(ioremap(0x0b000000, PAGE_SIZE));
}

static __noipa long lab_exclusive(const void *at)
{
	long value;

	asm volatile("ldaxr %0, [%1]\n\tclrex" : "=r"(value) : "r"(at) : "memory");
	return value;
}

static void unaligned(void)
{
	result = lab_exclusive((char *)kzalloc(64, GFP_KERNEL) + 3);
}

/* Its own return address, destroyed: signed where the machine signs. */
static __noipa void lab_overwrite(unsigned long with)
{
	unsigned long *frame = __builtin_frame_address(0);

	WRITE_ONCE(frame[1], with);
}

static void lost_return(void)
{
	lab_overwrite(0x4141414141414141);
	result++;
}

static void data_return(void)
{
	lab_overwrite((unsigned long)scratch);
	result++;
}

static __noipa long lab_peek(const long *below)
{
	return READ_ONCE(below[-1]);
}

static void below_stack(void)
{
	result = lab_peek(task_stack_page(current));
}

static void tagged(void)
{
	long *p = kzalloc(64, GFP_KERNEL);

	result = lab_parse((void *)((unsigned long)p & ~(0xfful << 56) | 0x2aul << 56));
}

static int lab_even(int depth, const char *from);

static __noipa int lab_uneven(int depth, const char *from)
{
	char frame[96];

	snprintf(frame, sizeof(frame), "odd %d after %s", depth, from);
	return lab_even(depth + 1, frame) + frame[0];
}

static __noipa int lab_even(int depth, const char *from)
{
	char frame[96];

	snprintf(frame, sizeof(frame), "even %d after %s", depth, from);
	return lab_uneven(depth + 1, frame) + frame[1];
}

static void ping_pong(void)
{
	result = lab_even(0, "init");
}

static const struct {
	const char *name;
	void (*go)(void);
} ways[] = {
	{ "odd_pc", odd_pc },
	{ "run_data", run_data },
	{ "run_slab", run_slab },
	{ "run_null", run_null },
	{ "run_text", run_text },
	{ "run_user", run_user },
	{ "read_user", read_user },
	{ "write_motto", write_motto },
	{ "write_code", write_code },
	{ "undefined", lab_undefined },
	{ "no_register", no_register },
	{ "break_in", lab_break },
	{ "no_device", no_device },
	{ "unaligned", unaligned },
	{ "lost_return", lost_return },
	{ "data_return", data_return },
	{ "below_stack", below_stack },
	{ "tagged", tagged },
	{ "ping_pong", ping_pong },
};

static int __init lab_arm_init(void)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(ways); i++)
		if (!strcmp(way, ways[i].name))
			ways[i].go();
	return 0;
}

module_init(lab_arm_init);
MODULE_DESCRIPTION("faults on purpose on arm64, for tests of crash dump readers");
MODULE_LICENSE("GPL");
