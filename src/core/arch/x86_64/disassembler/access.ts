/**
 * Which operands an instruction reads and writes.
 *
 * The rule is that of the two-operand form: the destination (first in Intel's order) is read and written, the others
 * are read; with VEX and EVEX the destination is only written. What departs from it is listed here
 * (Intel SDM volume 2, "Operation" of each instruction).
 */
import type { Access } from '../../instruction.ts';

/** Access of the first, second and further operands in Intel's order. */
export type AccessRule = [Access, Access, Access];

const words = (text: string): Set<string> => new Set(text.split(/\s+/).filter(Boolean));

const WRITES_FIRST = words(`
  mov movzx movsx movslq lea pop in ins lods lar lsl lds les lss lfs lgs bsf bsr tzcnt lzcnt popcnt movnti movbe
  sldt str smsw sgdt sidt rdrand rdseed rdpid rdfsbase rdgsbase vmptrst vmread wrssq wrussq fxsave xsave xsaveopt xsavec xsaves
  stmxcsr stos movs bndmov rdsspd rdsspq bndmk fnstcw fstcw fnstsw fstsw fnstenv fstenv fnsave fsave
  fst fstp fist fistp fisttp fbstp movdiri movdir64b pmovmskb movmskps movmskpd
  extractps pextrb pextrw pextrd pextrq rorx andn bextr pdep pext sarx shlx shrx blsi blsr blsmsk
  movaps movapd movups movupd movdqa movdqu movq movd movss movsd movhlps movlhps movntps movntpd movntdq movntq
  movntdqa lddqu maskmovdqu pshufd pshufhw pshuflw pshufw movddup movshdup movsldup movq2dq movdq2q
  cvtps2pd cvtpd2ps cvtdq2ps cvtps2dq cvttps2dq cvtdq2pd cvtpd2dq cvttpd2dq cvtss2si cvtsd2si cvttss2si cvttsd2si
  cvtpi2ps cvtpi2pd cvtps2pi cvttps2pi cvtpd2pi cvttpd2pi sqrtps sqrtpd rsqrtps rcpps pabsb pabsw pabsd
  pmovsxbw pmovsxbd pmovsxbq pmovsxwd pmovsxwq pmovsxdq pmovzxbw pmovzxbd pmovzxbq pmovzxwd pmovzxwq pmovzxdq
  phminposuw roundps roundpd aesimc aeskeygenassist
`);

const READS_FIRST = words(`
  cmp test push call jmp lcall ljmp out outs scas cmps bt lldt ltr lmsw verr verw lgdt lidt invlpga
  clflush clflushopt clwb
  ldmxcsr fxrstor xrstor xrstors vmptrld vmclear vmxon vmwrite invept invvpid invpcid wrfsbase wrgsbase
  mul div idiv ud0 ud1 ptest comiss comisd ucomiss ucomisd pcmpestri pcmpestrm pcmpistri pcmpistrm
  umonitor umwait tpause loop ret lret int enter bound lkgs senduipi ptwrite clrssbsy rstorssp incsspd incsspq
  vldmxcsr vptest vtestps vtestpd vcomiss vcomisd vucomiss vucomisd vpcmpestri vpcmpestrm vpcmpistri vpcmpistrm
  fld fild fbld fldcw fldenv frstor fcom fcomp ficom ficomp bndcl bndcu bndcn enqcmd enqcmds xlat fucom fucomp
  fcomi fcomip fucomi fucomip kortestb kortestw kortestd kortestq ktestb ktestw ktestd ktestq
`);

const WRITES_BOTH = words('xchg xadd fxch');
/** VEX instructions whose destination is also a source. */
const ACCUMULATES =
  /^vf(n?m(add|sub)|maddsub|msubadd)|^vpdp|^vpmadd52|^vperm[it]2|^vpsh[lr]dv|^vpternlog|^vpconflict0|^vfixup/;

/** Their memory operand is an address only: nothing there is read, and no fault follows. */
const ADDRESS_ONLY = words(`
  nop lea invlpg prefetch prefetchw prefetchwt1 prefetchnta prefetcht0 prefetcht1 prefetcht2 prefetchit0 prefetchit1
  cldemote bndmk bndcl bndcu bndcn
`);

/** x87 arithmetic with one operand reads it; the result goes to the top of the stack. */
const X87_ARITHMETIC = /^fi?(add|mul|subr?|divr?)$/;

/** @param stores - the destination can only be memory */
export function accessRule(operation: string, operands: number, vex: boolean, stores: boolean): AccessRule {
  if (stores && /^v?mov[lh]p[sd]$/.test(operation)) return ['w', 'r', 'r'];
  if (operation === 'lea') return ['w', 'none', 'none'];
  if (ADDRESS_ONLY.has(operation)) return operands > 1 ? ['r', 'none', 'none'] : ['none', 'none', 'none'];
  if (READS_FIRST.has(operation) || /^j/.test(operation)) return ['r', 'r', 'r'];
  if (operands === 1 && (operation === 'imul' || X87_ARITHMETIC.test(operation))) return ['r', 'r', 'r'];
  if (WRITES_BOTH.has(operation)) return ['rw', 'rw', 'r'];
  if (operation === 'mulx') return ['w', 'w', 'r'];
  if (operation === 'imul' && operands === 3) return ['w', 'r', 'r'];
  if (WRITES_FIRST.has(operation) || /^set/.test(operation)) return ['w', 'r', 'r'];
  if (vex) return [ACCUMULATES.test(operation) ? 'rw' : 'w', 'r', 'r'];
  return ['rw', 'r', 'r'];
}
