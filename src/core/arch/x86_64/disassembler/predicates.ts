/** Immediates that are printed as part of the name: comparison predicates, halves of a carry-less multiplication. */

/** Intel SDM volume 2, table 3-1 (CMPPD) and VCMPPD. */
const FLOAT = (
  'eq lt le unord neq nlt nle ord eq_uq nge ngt false neq_oq ge gt true ' +
  'eq_os lt_oq le_oq unord_s neq_us nlt_uq nle_uq ord_s eq_us nge_uq ngt_uq false_os neq_os ge_oq gt_oq true_us'
).split(' ');
/** VPCMPD; 3 and 7 (always false, always true) have no name. */
const INTEGER = ['eq', 'lt', 'le', '', 'neq', 'nlt', 'nle', ''];

const FLOAT_COMPARE = /^(v?cmp)(ps|pd|ss|sd|ph|sh)$/;
const INTEGER_COMPARE = /^(vpcmp)(u?[bwdq])$/;
const CARRYLESS = /^(v?pclmul)qdq$/;

/** The name with the immediate in it; undefined when this value has none. */
export function nameWithImmediate(name: string, value: number): string | undefined {
  const float = FLOAT_COMPARE.exec(name);
  if (float) return value < (name[0] === 'v' ? 32 : 8) ? float[1] + FLOAT[value] + float[2] : undefined;
  const integer = INTEGER_COMPARE.exec(name);
  if (integer) return INTEGER[value] ? integer[1] + INTEGER[value] + integer[2] : undefined;
  const carryless = CARRYLESS.exec(name);
  if (!carryless || value & ~0x11) return undefined;
  return `${carryless[1]}${value & 1 ? 'h' : 'l'}q${value & 0x10 ? 'h' : 'l'}qdq`;
}
