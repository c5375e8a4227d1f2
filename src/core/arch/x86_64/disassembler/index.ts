/** x86-64 disassembler: bytes in, instructions as data out, and their AT&T text. Depends on nothing else. */
export { decode } from './decode.ts';
export { format, memoryText } from './format.ts';
