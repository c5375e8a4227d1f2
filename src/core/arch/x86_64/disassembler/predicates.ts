/** Immediates that are printed as part of the name: comparison predicates, halves of a carry-less multiplication. */

/** Intel SDM volume 2, table 3-1 (CMPPD) and VCMPPD. */
const FLOAT = (
  'eq lt le unord neq nlt nle ord eq_uq nge ngt false neq_oq ge gt true ' +
  'eq_os lt_oq le_oq unord_s neq_us nlt_uq nle_uq ord_s eq_us nge_uq ngt_uq false_os neq_os ge_oq gt_oq true_us'
).split(' ');
/** VPCMPD; 3 and 7 (always false, always true) have no name. */
const INTEGER = ['eq', 'lt', 'le', '', 'neq', 'nlt', 'nle', ''];

/** AMD APM volume 5, table A-1: the suffix byte of 3DNow!. */
const THREE_D_NOW: Record<number, string> = {
  0x0c: 'pi2fw',
  0x0d: 'pi2fd',
  0x1c: 'pf2iw',
  0x1d: 'pf2id',
  0x8a: 'pfnacc',
  0x8e: 'pfpnacc',
  0x90: 'pfcmpge',
  0x94: 'pfmin',
  0x96: 'pfrcp',
  0x97: 'pfrsqrt',
  0x9a: 'pfsub',
  0x9e: 'pfadd',
  0xa0: 'pfcmpgt',
  0xa4: 'pfmax',
  0xa6: 'pfrcpit1',
  0xa7: 'pfrsqit1',
  0xaa: 'pfsubr',
  0xae: 'pfacc',
  0xb0: 'pfcmpeq',
  0xb4: 'pfmul',
  0xb6: 'pfrcpit2',
  0xb7: 'pmulhrw',
  0xbb: 'pswapd',
  0xbf: 'pavgusb',
};
/** VPCOMB of XOP. */
const XOP = ['lt', 'le', 'gt', 'ge', 'eq', 'neq', 'false', 'true'];

const XOP_COMPARE = /^(vpcom)(u?[bwdq])$/;
const FLOAT_COMPARE = /^(v?cmp)(ps|pd|ss|sd|ph|sh)$/;
const INTEGER_COMPARE = /^(vpcmp)(u?[bwdq])$/;
const CARRYLESS = /^(v?pclmul)qdq$/;

/** The name with the immediate in it; undefined when this value has none. */
export function nameWithImmediate(name: string, value: number): string | undefined {
  if (name === '3dnow') return THREE_D_NOW[value];
  const xop = XOP_COMPARE.exec(name);
  if (xop) return value < 8 ? xop[1] + XOP[value] + xop[2] : undefined;
  const float = FLOAT_COMPARE.exec(name);
  if (float) return value < (name[0] === 'v' ? 32 : 8) ? float[1] + FLOAT[value] + float[2] : undefined;
  const integer = INTEGER_COMPARE.exec(name);
  if (integer) return INTEGER[value] ? integer[1] + INTEGER[value] + integer[2] : undefined;
  const carryless = CARRYLESS.exec(name);
  if (!carryless || value & ~0x11) return undefined;
  return `${carryless[1]}${value & 1 ? 'h' : 'l'}q${value & 0x10 ? 'h' : 'l'}qdq`;
}
