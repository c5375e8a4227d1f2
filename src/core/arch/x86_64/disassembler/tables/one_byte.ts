/** One-byte opcodes in 64-bit mode (Intel SDM volume 2, table A-2). */
import { parseTable } from '../template.ts';
import { X87 } from './x87.ts';

const ARITHMETIC = ['add', 'or', 'adc', 'sbb', 'and', 'sub', 'xor', 'cmp'];
const SHIFTS = ['rol', 'ror', 'rcl', 'rcr', 'shl', 'shr', 'shl', 'sar'];

const hex = (value: number): string => value.toString(16).padStart(2, '0');

const arithmetic = ARITHMETIC.flatMap((name, i) => [
  `${hex(8 * i)} ${name} Eb,Gb`,
  `${hex(8 * i + 1)} ${name} Ev,Gv`,
  `${hex(8 * i + 2)} ${name} Gb,Eb`,
  `${hex(8 * i + 3)} ${name} Gv,Ev`,
  `${hex(8 * i + 4)} ${name} al,Ib`,
  `${hex(8 * i + 5)} ${name} AXv,Iz`,
  `80/${i} ${name}~ Eb,Ib`,
  `81/${i} ${name}~ Ev,Iz`,
  `83/${i} ${name}~ Ev,Is`,
]);

const shifts = SHIFTS.flatMap((name, i) => [
  `c0/${i} ${name}~ Eb,Ib`,
  `c1/${i} ${name}~ Ev,Ib`,
  `d0/${i} ${name}~ Eb,ONE`,
  `d1/${i} ${name}~ Ev,ONE`,
  `d2/${i} ${name}~ Eb,cl`,
  `d3/${i} ${name}~ Ev,cl`,
]);

/** Opcodes of one byte. */
export const ONE_BYTE = parseTable(`
${arithmetic.join('\n')}
${shifts.join('\n')}
50-57 push Zs
58-5f pop Zs
63 movsxd|movsxd|movslq=movsx Gv,Ed
68 pushw|push Isz
69 imul Gv,Ev,Iz
6a pushw|push Iss
6b imul Gv,Ev,Is
6c ins^ Yb,DX
6d ins^ Yz,DX
6e outs^ DX,Xb
6f outs^ DX,Xz
70-7f j{cc} Jb
84 test Eb,Gb
85 test Ev,Gv
86 xchg Eb,Gb
87 xchg Ev,Gv
88 mov Eb,Gb
89 mov Ev,Gv
8a mov Gb,Eb
8b mov Gv,Ev
8c mov Ev:w,S
8d lea Gv,M
8e mov S,Ev:w
8f/0 pop+ Es
90.f3 pause
90 nop
90-97 xchg Zv,AXv
98 cbtw|cwtl|cltq
99 cwtd|cltd|cqto
9b fwait
9c pushfw|pushf
9d popfw|popf
9e sahf
9f lahf
a0 movabs=mov al,Ob
a1 movabs=mov AXv,Ov
a2 movabs=mov Ob,al
a3 movabs=mov Ov,AXv
a4 movs^ Yb,Xb
a5 movs^ Yv,Xv
a6 cmps^ Xb,Yb
a7 cmps^ Xv,Yv
a8 test al,Ib
a9 test AXv,Iz
aa stos Yb,al
ab stos Yv,AXv
ac lods al,Xb
ad lods AXv,Xv
ae scas al,Yb
af scas AXv,Yv
b0-b7 mov Zb,Ib
b8-bf mov|mov|movabs=mov Zv,Iv
c2 retw|ret Iw
c3 retw|ret
c6/0 mov~ Eb,Ib
c6/7r:0 xabort Ib
c7/0 mov~ Ev,Iz
c7/7r:0 xbegin Jz
c8 enterw|enter Iw,Ib
c9 leavew|leave
ca lretw|lret|lretq=lret Iw
cb lretw|lret|lretq=lret
cc int3
cd int Ib
cf iretw|iret|iretq=iret
d7 xlat XL
e0 loopne@ Jb
e1 loope@ Jb
e2 loop@ Jb
e3 jrcxz@ Jb
e4 in al,Ib
e5 in AXz,Ib
e6 out Ib,al
e7 out Ib,AXz
e8 callw|call Jz
e9 jmpw|jmp Jz
eb jmp Jb
ec in al,DX
ed in AXz,DX
ee out DX,al
ef out DX,AXz
f1 int1
f4 hlt
f5 cmc
f6/0 test~ Eb,Ib
f6/1 test~ Eb,Ib
f6/2 not~ Eb
f6/3 neg~ Eb
f6/4 mul~ Eb
f6/5 imul~ Eb
f6/6 div~ Eb
f6/7 idiv~ Eb
f7/0 test~ Ev,Iz
f7/1 test~ Ev,Iz
f7/2 not~ Ev
f7/3 neg~ Ev
f7/4 mul~ Ev
f7/5 imul~ Ev
f7/6 div~ Ev
f7/7 idiv~ Ev
f8 clc
f9 stc
fa cli
fb sti
fc cld
fd std
fe/0 inc~ Eb
fe/1 dec~ Eb
ff/0 inc~ Ev
ff/1 dec~ Ev
ff/2 call+ *Es
ff/3m lcallw|lcall *Mp
ff/4 jmp+ *Es
ff/5m ljmpw|ljmp *Mp
ff/6 push+ Es
${X87}
`);
