import { parseTable, type Template } from '../template.ts';

/** Data processing with registers (DDI 0487, C4.1.95). */
export const register = (): Template[] =>
  parseTable(`
2a0003e0/7fe0ffe0 mov =Rd,Rm
2a2003e0/7f2003e0 mvn =Rd,Rm^
6a00001f/7f20001f tst Rn,Rm^
0a000000/7f200000 and =Rd,Rn,Rm^
0a200000/7f200000 bic =Rd,Rn,Rm^
2a000000/7f200000 orr =Rd,Rn,Rm^
2a200000/7f200000 orn =Rd,Rn,Rm^
4a000000/7f200000 eor =Rd,Rn,Rm^
4a200000/7f200000 eon =Rd,Rn,Rm^
6a000000/7f200000 ands =Rd,Rn,Rm^
6a200000/7f200000 bics =Rd,Rn,Rm^
2b00001f/7f20001f cmn Rn,Rm<
6b00001f/7f20001f cmp Rn,Rm<
4b0003e0/7f2003e0 neg =Rd,Rm<
6b0003e0/7f2003e0 negs =Rd,Rm<
0b000000/7f200000 add =Rd,Rn,Rm<
2b000000/7f200000 adds =Rd,Rn,Rm<
4b000000/7f200000 sub =Rd,Rn,Rm<
6b000000/7f200000 subs =Rd,Rn,Rm<
2b20001f/7fe0001f cmn Rnp,EX
6b20001f/7fe0001f cmp Rnp,EX
0b200000/7fe00000 add =Rdp,Rnp,EX
2b200000/7fe00000 adds =Rd,Rnp,EX
4b200000/7fe00000 sub =Rdp,Rnp,EX
6b200000/7fe00000 subs =Rd,Rnp,EX
5a0003e0/7fe0ffe0 ngc =Rd,Rm
7a0003e0/7fe0ffe0 ngcs =Rd,Rm
1a000000/7fe0fc00 adc =Rd,Rn,Rm
3a000000/7fe0fc00 adcs =Rd,Rn,Rm
5a000000/7fe0fc00 sbc =Rd,Rn,Rm
7a000000/7fe0fc00 sbcs =Rd,Rn,Rm
ba000400/ffe07c10 rmif Xn,%15.6,%0.4
3a00080d/fffffc1f setf8 Wn
3a00480d/fffffc1f setf16 Wn
3a400000/7fe00c10 ccmn Rn,Rm,#0.4,C
3a400800/7fe00c10 ccmn Rn,#16.5,#0.4,C
7a400000/7fe00c10 ccmp Rn,Rm,#0.4,C
7a400800/7fe00c10 ccmp Rn,#16.5,#0.4,C
1a9f07e0/7fff0fe0 cset =Rd,Ci ?cond
1a800400/7fe00c00 cinc =Rd,Rn,Ci ?cinc
5a9f03e0/7fff0fe0 csetm =Rd,Ci ?cond
5a800000/7fe00c00 cinv =Rd,Rn,Ci ?cinc
5a800400/7fe00c00 cneg =Rd,Rn,Ci ?cneg
1a800000/7fe00c00 csel =Rd,Rn,Rm,C
1a800400/7fe00c00 csinc =Rd,Rn,Rm,C
5a800000/7fe00c00 csinv =Rd,Rn,Rm,C
5a800400/7fe00c00 csneg =Rd,Rn,Rm,C
1b007c00/7fe0fc00 mul =Rd,Rn,Rm
1b00fc00/7fe0fc00 mneg =Rd,Rn,Rm
1b000000/7fe08000 madd =Rd,Rn,Rm,Ra
1b008000/7fe08000 msub =Rd,Rn,Rm,Ra
9b207c00/ffe0fc00 smull =Xd,Wn,Wm
9b20fc00/ffe0fc00 smnegl =Xd,Wn,Wm
9b200000/ffe08000 smaddl =Xd,Wn,Wm,Xa
9b208000/ffe08000 smsubl =Xd,Wn,Wm,Xa
9b400000/ffe08000 smulh =Xd,Xn,Xm
9ba07c00/ffe0fc00 umull =Xd,Wn,Wm
9ba0fc00/ffe0fc00 umnegl =Xd,Wn,Wm
9ba00000/ffe08000 umaddl =Xd,Wn,Wm,Xa
9ba08000/ffe08000 umsubl =Xd,Wn,Wm,Xa
9bc00000/ffe08000 umulh =Xd,Xn,Xm
1ac00800/7fe0fc00 udiv =Rd,Rn,Rm
1ac00c00/7fe0fc00 sdiv =Rd,Rn,Rm
1ac02000/7fe0fc00 lsl =Rd,Rn,Rm
1ac02400/7fe0fc00 lsr =Rd,Rn,Rm
1ac02800/7fe0fc00 asr =Rd,Rn,Rm
1ac02c00/7fe0fc00 ror =Rd,Rn,Rm
1ac04000/ffe0fc00 crc32b =Wd,Wn,Wm
1ac04400/ffe0fc00 crc32h =Wd,Wn,Wm
1ac04800/ffe0fc00 crc32w =Wd,Wn,Wm
9ac04c00/ffe0fc00 crc32x =Wd,Wn,Xm
1ac05000/ffe0fc00 crc32cb =Wd,Wn,Wm
1ac05400/ffe0fc00 crc32ch =Wd,Wn,Wm
1ac05800/ffe0fc00 crc32cw =Wd,Wn,Wm
9ac05c00/ffe0fc00 crc32cx =Wd,Wn,Xm
1ac06000/7fe0fc00 smax =Rd,Rn,Rm
1ac06400/7fe0fc00 umax =Rd,Rn,Rm
1ac06800/7fe0fc00 smin =Rd,Rn,Rm
1ac06c00/7fe0fc00 umin =Rd,Rn,Rm
9ac00000/ffe0fc00 subp =Xd,Xnp,Xmp
bac0001f/ffe0fc1f cmpp Xnp,Xmp
bac00000/ffe0fc00 subps =Xd,Xnp,Xmp
9ac01000/ffe0fc00 irg =Xdp,Xnp,(Xm31)
9ac01400/ffe0fc00 gmi =Xd,Xnp,Xm
9ac03000/ffe0fc00 pacga =Xd,Xn,Xmp
5ac00000/7ffffc00 rbit =Rd,Rn
5ac00400/7ffffc00 rev16 =Rd,Rn
5ac00800/fffffc00 rev =Rd,Rn
dac00800/fffffc00 rev32 =Rd,Rn
dac00c00/fffffc00 rev =Rd,Rn
5ac01000/7ffffc00 clz =Rd,Rn
5ac01400/7ffffc00 cls =Rd,Rn
5ac01800/7ffffc00 ctz =Rd,Rn
5ac01c00/7ffffc00 cnt =Rd,Rn
5ac02000/7ffffc00 abs =Rd,Rn
${['pacia', 'pacib', 'pacda', 'pacdb', 'autia', 'autib', 'autda', 'autdb']
  .flatMap((name, i) => [
    `${(0xdac10000 + (i << 10)).toString(16)}/fffffc00 ${name} +Xd,Xnp`,
    `${(0xdac123e0 + (i << 10)).toString(16)}/ffffffe0 ${name.slice(0, 3)}${name[3]}z${name[4]} +Xd`,
  ])
  .join('\n')}
dac143e0/ffffffe0 xpaci +Xd
dac147e0/ffffffe0 xpacd +Xd
`);
