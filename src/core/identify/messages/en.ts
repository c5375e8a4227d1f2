/** What values are, in words. {name} is replaced. */
export const en = {
  null: 'NULL',
  error: '-{number}',
  'error.named': '-{number} (as an error pointer: {name})',
  text: 'not an address but text: "{text}"',
  'non-canonical': 'not a canonical address',
  user: 'an address of user space',
  unmapped: 'a kernel address where nothing is mapped',
  page: 'kernel memory (physical {address})',
  'page.absent': 'kernel memory ({why})',
  module: '{range} of module {module} +0x{offset}',
  slab: 'object of slab cache {cache} at {object}',
  'slab.pad': 'slab cache {cache}, between its objects',
  task: 'task_struct of {comm} (PID {pid})',
  'stack.task': 'stack of {comm} (PID {pid}), 0x{below} below its top',
  'stack.unowned': 'stack, 0x{below} below its top',
  'stack.irq': 'interrupt stack of CPU {cpu}, 0x{below} below its top',
  'stack.cpu': '{kind} stack of CPU {cpu}, 0x{below} below its top',

  'absence.excluded': 'page excluded',
  'absence.lost': 'page lost',
  'absence.hole': 'page hole',
  'absence.erased': 'page erased',
  'absence.damaged': 'page damaged',
  'absence.not-mapped': 'page not mapped',
  'absence.table-absent': 'page table absent',
  'absence.non-canonical': 'not canonical',

  // include/linux/poison.h
  'poison.LIST_POISON1': 'LIST_POISON1: next of a list entry that was deleted',
  'poison.LIST_POISON2': 'LIST_POISON2: prev of a list entry that was deleted',
  'poison.TIMER_ENTRY_STATIC': 'TIMER_ENTRY_STATIC',
  'poison.TAIL_MAPPING': 'TAIL_MAPPING: mapping of a tail page',
  'poison.MUTEX_POISON_WW_CTX': 'MUTEX_POISON_WW_CTX',
  'poison.NET_PTR_POISON': 'a poisoned network pointer',
  'poison.POISON_FREE': 'POISON_FREE: the memory it was read from was freed (slab poison)',
  'poison.POISON_INUSE': 'POISON_INUSE: slab memory that was never written',
  'poison.PAGE_POISON': 'PAGE_POISON: the page it was read from was freed',
  'poison.POISON_FREE_INITMEM': 'freed init memory or a slab red zone',
} as const;

export type IdentityMessage = keyof typeof en;
