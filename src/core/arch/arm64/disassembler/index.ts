export { decode, LENGTH } from './decode.ts';
export { format, memoryText } from './format.ts';
