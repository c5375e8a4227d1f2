/** What the page looks at besides tables, commands and the verdict: each look is a function over the kernel that gives plain data. */
export { codeAt } from './code.ts';
export { memoryPart } from './memory.ts';
export { stackOf } from './stack.ts';
export { typeLook } from './type.ts';
export { memoryMap, otherAddress } from './memory-map.ts';
