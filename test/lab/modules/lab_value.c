/*
 * Pointers that hold something else: a module that follows one, chosen by its parameter.
 * insmod lab_value.ko way=flipped_bit
 */
#include <linux/module.h>
#include <linux/kernel.h>
#include <linux/err.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/list.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/timekeeping.h>

/* No inlining, no specialised copies: functions keep their arguments and their names. */
#ifndef __noipa
#define __noipa __attribute__((__noipa__))
#endif

static char *way = "";
module_param(way, charp, 0);

struct lab_route {
	long id;
	struct lab_route *next;
	struct list_head link;
	char label[24];
	long weight;
	long (*cost)(struct lab_route *);
};

static struct lab_route *table;
static long total;

static __noipa long lab_weigh(struct lab_route *route)
{
	return READ_ONCE(route->next)->weight;
}

static __noipa void lab_update(struct lab_route *route, long weight)
{
	WRITE_ONCE(route->next->weight, weight);
}

static struct lab_route *new_route(void)
{
	struct lab_route *route = kzalloc(sizeof(*route), GFP_KERNEL);

	route->next = kzalloc(sizeof(*route), GFP_KERNEL);
	INIT_LIST_HEAD(&route->link);
	strscpy(route->label, "a route", sizeof(route->label));
	return route;
}

static int lab_router(void *kind)
{
	struct lab_route *route = table = new_route();
	struct kmem_cache *cache;

	if (!strcmp(kind, "small_number")) {
		route->next = (void *)0x90;
	} else if (!strcmp(kind, "number")) {
		route->next = (void *)0x12345678;
	} else if (!strcmp(kind, "flipped_bit")) {
		route->next = (void *)((unsigned long)route->next ^ BIT_ULL(43));
	} else if (!strcmp(kind, "flipped_canonical")) {
		route->next = (void *)((unsigned long)route->next ^ BIT_ULL(55));
	} else if (!strcmp(kind, "error_pointer")) {
		route->next = ERR_PTR(-ENOMEM);
	} else if (!strcmp(kind, "text")) {
		memcpy(&route->next, "eth0: up", 8);
	} else if (!strcmp(kind, "short_text")) {
		memcpy(&route->next, "vda1\0\0\0\0", 8);
	} else if (!strcmp(kind, "time")) {
		route->next = (void *)(unsigned long)ktime_get_real_seconds();
	} else if (!strcmp(kind, "jiffies")) {
		route->next = (void *)jiffies;
	} else if (!strcmp(kind, "deleted_entry")) {
		list_add(&route->next->link, &route->link);
		list_del(&route->next->link);
		total = list_entry(route->next->link.next, struct lab_route, link)->weight;
	} else if (!strcmp(kind, "uninitialised")) {
		cache = kmem_cache_create("lab_route", sizeof(*route), 0, SLAB_POISON | SLAB_RED_ZONE, NULL);
		route = table = kmem_cache_alloc(cache, GFP_KERNEL);
	} else if (!strcmp(kind, "freed")) {
		cache = kmem_cache_create("lab_route", sizeof(*route), 0, SLAB_POISON | SLAB_RED_ZONE, NULL);
		route = table = kmem_cache_zalloc(cache, GFP_KERNEL);
		kmem_cache_free(cache, route);
		lab_update(route, 5);
	} else if (!strcmp(kind, "own_task")) {
		route->cost = (void *)current;
		total = route->cost(route) + 1;
	} else if (!strcmp(kind, "null_write")) {
		route->next = NULL;
		lab_update(route, 7);
	} else {
		return 0;
	}
	total += lab_weigh(route);
	return 0;
}

static int __init lab_value_init(void)
{
	return PTR_ERR_OR_ZERO(kthread_run(lab_router, way, "lab_router"));
}

module_init(lab_value_init);
MODULE_DESCRIPTION("follows bad pointers on purpose, for tests of crash dump readers");
MODULE_LICENSE("GPL");
