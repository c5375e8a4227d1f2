import { parseTable, type Template } from '../template.ts';

/** Data processing with an immediate (DDI 0487, C4.1.92). */
export const immediate = (): Template[] =>
  parseTable(`
10000000/9f000000 adr =Xd,ADR
90000000/9f000000 adrp =Xd,ADRP
11000000/7ffffc00 mov =Rdp,Rnp ?sp
3100001f/7f80001f cmn Rnp,AI
7100001f/7f80001f cmp Rnp,AI
11000000/7f800000 add =Rdp,Rnp,AI
31000000/7f800000 adds =Rd,Rnp,AI
51000000/7f800000 sub =Rdp,Rnp,AI
71000000/7f800000 subs =Rd,Rnp,AI
91800000/ffc0c000 addg =Xdp,Xnp,#16.6*16,#10.4
d1800000/ffc0c000 subg =Xdp,Xnp,#16.6*16,#10.4
11c00000/7ffc0000 smax =Rd,Rn,%s10.8
11c40000/7ffc0000 umax =Rd,Rn,%10.8
11c80000/7ffc0000 smin =Rd,Rn,%s10.8
11cc0000/7ffc0000 umin =Rd,Rn,%10.8
320003e0/7f8003e0 mov =Rdp,LI ?movlogical
7200001f/7f80001f tst Rn,LI
12000000/7f800000 and =Rdp,Rn,LI
32000000/7f800000 orr =Rdp,Rn,LI
52000000/7f800000 eor =Rdp,Rn,LI
72000000/7f800000 ands =Rd,Rn,LI
12800000/7f800000 mov =Rd,MN ?movn
12800000/7f800000 movn =Rd,MW
52800000/7f800000 mov =Rd,MZ ?movz
52800000/7f800000 movz =Rd,MW
72800000/7f800000 movk +Rd,MW
13001c00/ffc0fc00 sxtb =Rd,Wn ?immr0
93401c00/ffc0fc00 sxtb =Rd,Wn ?immr0
13003c00/ffc0fc00 sxth =Rd,Wn ?immr0
93403c00/ffc0fc00 sxth =Rd,Wn ?immr0
93407c00/ffc0fc00 sxtw =Rd,Wn ?immr0
13007c00/ffc0fc00 asr =Rd,Rn,%16.6 ?bits
9340fc00/ffc0fc00 asr =Rd,Rn,%16.6 ?bits
13000000/7f800000 sbfiz =Rd,Rn,BL,BW ?insert
13000000/7f800000 sbfx =Rd,Rn,%16.6,BX ?bits
330003e0/7f8003e0 bfc +Rd,BL,BW ?insert
33000000/7f800000 bfi +Rd,Rn,BL,BW ?insert
33000000/7f800000 bfxil +Rd,Rn,%16.6,BX ?bits
53007c00/ffc0fc00 lsr =Rd,Rn,%16.6 ?bits
d340fc00/ffc0fc00 lsr =Rd,Rn,%16.6 ?bits
53000000/7f800000 lsl =Rd,Rn,BL ?lsl
53001c00/fffffc00 uxtb =Rd,Wn ?bits
53003c00/fffffc00 uxth =Rd,Wn ?bits
53000000/7f800000 ubfiz =Rd,Rn,BL,BW ?insert
53000000/7f800000 ubfx =Rd,Rn,%16.6,BX ?bits
13800000/7fa00000 ror =Rd,Rn,%10.6 ?same
13800000/7fa00000 extr =Rd,Rn,Rm,%10.6 ?turn
`);
