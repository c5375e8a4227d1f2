import { parseTable, type Template } from '../template.ts';

/** Branches, exceptions, system instructions (DDI 0487, C4.1.93; hints: C6.2.139). */
export const branches = (): Template[] =>
  parseTable(`
00000000/ffff0000 udf %0.16
54000000/ff000010 b.{cc} T19
54000010/ff000010 bc.{cc} T19
14000000/fc000000 b T26
94000000/fc000000 bl T26
34000000/7f000000 cbz Rd,T19
35000000/7f000000 cbnz Rd,T19
36000000/7f000000 tbz Td,%tb,T14
37000000/7f000000 tbnz Td,%tb,T14
d61f0000/fffffc1f br Xn
d63f0000/fffffc1f blr Xn
d65f0000/fffffc1f ret (Xn30)
d69f03e0/ffffffff eret
d6bf03e0/ffffffff drps
d61f081f/fffffc1f braaz Xn
d61f0c1f/fffffc1f brabz Xn
d63f081f/fffffc1f blraaz Xn
d63f0c1f/fffffc1f blrabz Xn
d65f0bff/ffffffff retaa
d65f0fff/ffffffff retab
d69f0bff/ffffffff eretaa
d69f0fff/ffffffff eretab
d71f0800/fffffc00 braa Xn,Xdp
d71f0c00/fffffc00 brab Xn,Xdp
d73f0800/fffffc00 blraa Xn,Xdp
d73f0c00/fffffc00 blrab Xn,Xdp
d4000001/ffe0001f svc #5.16
d4000002/ffe0001f hvc #5.16
d4000003/ffe0001f smc #5.16
d4200000/ffe0001f brk #5.16
d4400000/ffe0001f hlt #5.16
d4a00001/ffe0001f dcps1 (#5.16)
d4a00002/ffe0001f dcps2 (#5.16)
d4a00003/ffe0001f dcps3 (#5.16)
d503201f/ffffffff nop
d503203f/ffffffff yield
d503205f/ffffffff wfe
d503207f/ffffffff wfi
d503209f/ffffffff sev
d50320bf/ffffffff sevl
d50320df/ffffffff dgh
d50320ff/ffffffff xpaclri
d503211f/ffffffff pacia1716
d503215f/ffffffff pacib1716
d503219f/ffffffff autia1716
d50321df/ffffffff autib1716
d503221f/ffffffff esb
d503223f/ffffffff psb~csync
d503225f/ffffffff tsb~csync
d503229f/ffffffff csdb
d50322df/ffffffff clearbhb
d503231f/ffffffff paciaz
d503233f/ffffffff paciasp
d503235f/ffffffff pacibz
d503237f/ffffffff pacibsp
d503239f/ffffffff autiaz
d50323bf/ffffffff autiasp
d50323df/ffffffff autibz
d50323ff/ffffffff autibsp
d503241f/ffffffff bti
d503245f/ffffffff bti~c
d503249f/ffffffff bti~j
d50324df/ffffffff bti~jc
d503201f/fffff01f hint #5.7
d5031000/ffffffe0 wfet Xd
d5031020/ffffffe0 wfit Xd
d503305f/fffff0ff clrex (#8.4=15)
d503309f/ffffffff ssbb
d503349f/ffffffff pssbb
d503309f/fffff0ff dsb DB
d50330bf/fffff0ff dmb DB
d50330df/fffff0ff isb (#8.4=15)
d50330ff/ffffffff sb
d503323f/fffff3ff dsb DBn
d500401f/ffffffff cfinv
d500403f/ffffffff xaflag
d500405f/ffffffff axflag
d500401f/fff8f01f msr PS,#8.4 ?pstate
d5080000/fff80000 SYS SYS
d5280000/fff80000 sysl =Xd,%16.3,Cn,Cm,%5.3
d5100000/fff00000 msr SR,Xd
d5300000/fff00000 mrs =Xd,SR
`);
