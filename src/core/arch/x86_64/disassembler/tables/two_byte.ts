/** Two-byte opcodes 0F xx without SSE in 64-bit mode (Intel SDM volume 2, table A-3; AMD APM volume 3 for its own). */
import { SSE } from './sse.ts';
import { THREE_D_NOW } from './amd.ts';
import { parseTable } from '../template.ts';

/** Opcodes of map 0f but for those of SSE. */
export const TWO_BYTE = parseTable(`
00/0 sldt Ev:w
00/1 str Ev:w
00/2 lldt Ev:w
00/3 ltr Ev:w
00/4 verr Ev:w
00/5 verw Ev:w
00/6.f2 lkgs Ev:w
01/0m sgdt Mt
01/1m sidt Mt
01/2m lgdt Mt
01/3m lidt Mt
01/4 smsw Ev:w
01/5m.f3 rstorssp Mq
01/6 lmsw Ew
01/7m invlpg Mb
01/0r:0.np enclv
01/0r:1.np vmcall
01/0r:2.np vmlaunch
01/0r:3.np vmresume
01/0r:4.np vmxoff
01/0r:5.np pconfig
01/0r:6.np wrmsrns
01/0r:6.f2 rdmsrlist
01/0r:6.f3 wrmsrlist
01/1r:0 monitor edx,ecx,Aa
01/1r:1 mwait ecx,eax
01/1r:2.np clac
01/1r:3.np stac
01/1r:4.66 tdcall
01/1r:5.66 seamret
01/1r:6.66 seamops
01/1r:7.66 seamcall
01/1r:2.f2 erets
01/1r:2.f3 eretu
01/1r:7.np encls
01/2r:0.np xgetbv
01/2r:1.np xsetbv
01/2r:4.np vmfunc
01/2r:5.np xend
01/2r:6.np xtest
01/2r:7.np enclu
01/3r:0 vmrun
01/3r:1.np vmmcall
01/3r:1.f2 vmgexit
01/3r:1.f3 vmgexit
01/3r:2 vmload
01/3r:3 vmsave
01/3r:4 stgi
01/3r:5 clgi
01/3r:6 skinit
01/3r:7 invlpga
01/5r:0.np serialize
01/5r:0.f3 setssbsy
01/5r:0.f2 xsusldtrk
01/5r:1.f2 xresldtrk
01/5r:2.f3 saveprevssp
01/5r:4.f3 uiret
01/5r:5.f3 testui
01/5r:6.np rdpkru
01/5r:6.f3 clui
01/5r:7.np wrpkru
01/5r:7.f3 stui
01/7r:0 swapgs
01/7r:1 rdtscp
01/7r:2.np monitorx edx,ecx,Aa
01/7r:2.f3 mcommit
01/7r:3.np mwaitx ebx,ecx,eax
01/7r:4 clzero
01/7r:5.np rdpru
01/7r:6.np invlpgb
01/7r:6.f2 rmpupdate
01/7r:6.f3 rmpadjust
01/7r:7.np tlbsync
01/7r:7.f3 psmash
01/7r:7.f2 pvalidate
02 lar Gv,Ev:w
03 lsl Gv,Ev:w
05 syscall
06 clts
07.w1 sysretq=sysret
07 sysretl=sysret
08 invd
09.f3 wbnoinvd
09 wbinvd
0b ud2
0d/0m prefetch Mb
0d/1m prefetchw Mb
0d/2m prefetchwt1 Mb
0d/3m prefetch Mb
0d/4m prefetch Mb
0d/5m prefetch Mb
0d/6m prefetch Mb
0d/7m prefetch Mb
0dr nop~ Ev
0e femms
${THREE_D_NOW}
18/0m prefetchnta Mb
18/1m prefetcht0 Mb
18/2m prefetcht1 Mb
18/3m prefetcht2 Mb
18/6m.rip prefetchit1 Mb
18/7m.rip prefetchit0 Mb
18 nop~ Ev
19 nop~ Ev
1am.np bndldx BG,M
1a.66 bndmov BG,BE
1a.f3 bndcl BG,Eq
1a.f2 bndcu BG,Eq
1a nop~ Ev
1bm.np bndstx M,BG
1b.66 bndmov BE,BG
1bm.f3 bndmk BG,M
1b.f2 bndcn BG,Eq
1b nop~ Ev
1c/0m.np cldemote Mb
1c nop~ Ev
1d nop~ Ev
1e/1r.f3 rdsspd|rdsspd|rdsspq Ry
1e/7r:2.f3 endbr64
1e/7r:3.f3 endbr32
1e nop~ Ev
1f nop~ Ev
20 mov Rq,C
21 mov Rq,D
22 mov C,Rq
23 mov D,Rq
30 wrmsr
31 rdtsc
32 rdmsr
33 rdpmc
34 sysenter
35.w1 sysexitq=sysexit
35 sysexitl=sysexit
37 getsec
40-4f cmov{cc} Gv,Ev
77.np emms
78.np vmread Eq,Gq
79.np vmwrite Gq,Eq
80-8f j{cc} Jz
90-9f set{cc} Eb
a0 pushw|push fs
a1 popw|pop fs
a2 cpuid
a3 bt Ev,Gv
a4 shld Ev,Gv,Ib
a5 shld Ev,Gv,cl
a8 pushw|push gs
a9 popw|pop gs
aa rsm
a6/0r:0 montmul
a6/1r:0 xsha1
a6/2r:0 xsha256
a7/0r:0 xstore-rng
a7/1r:0 xcrypt-ecb
a7/2r:0 xcrypt-cbc
a7/3r:0 xcrypt-ctr
a7/4r:0 xcrypt-cfb
a7/5r:0 xcrypt-ofb
ab bts Ev,Gv
ac shrd Ev,Gv,Ib
ad shrd Ev,Gv,cl
ae/6m.66 clwb Mb
ae/6m.f3 clrssbsy Mq
ae/7m.66 clflushopt Mb
ae/0r.f3 rdfsbase Ry
ae/1r.f3 rdgsbase Ry
ae/2r.f3 wrfsbase Ry
ae/3r.f3 wrgsbase Ry
ae/4.f3 ptwrite~ Ey
ae/5r.f3 incsspd|incsspd|incsspq Ry
ae/6r.f3 umonitor Ra
ae/6r.f2 umwait Rd
ae/6r.66 tpause Rd
ae/5r.np lfence
ae/6r.np mfence
ae/7r.np sfence
ae/0m fxsave|fxsave|fxsave64=fxsave M
ae/1m fxrstor|fxrstor|fxrstor64=fxrstor M
ae/2m ldmxcsr Md
ae/3m stmxcsr Md
ae/4m xsave|xsave|xsave64=xsave M
ae/5m xrstor|xrstor|xrstor64=xrstor M
ae/6m xsaveopt|xsaveopt|xsaveopt64=xsaveopt M
ae/7m clflush Mb
af imul Gv,Ev
b0 cmpxchg Eb,Gb
b1 cmpxchg Ev,Gv
b2 lss Gv,Mp
b3 btr Ev,Gv
b4 lfs Gv,Mp
b5 lgs Gv,Mp
b6 movzb^=movzx Gv,Eb
b7 movzw^=movzx Gv,Ew
b8.f3 popcnt Gv,Ev
b9 ud1 Gv,Ev
ba/4 bt~ Ev,Ib
ba/5 bts~ Ev,Ib
ba/6 btr~ Ev,Ib
ba/7 btc~ Ev,Ib
bb btc Ev,Gv
bc.f3 tzcnt Gv,Ev
bc bsf Gv,Ev
bd.f3 lzcnt Gv,Ev
bd bsr Gv,Ev
be movsb^=movsx Gv,Eb
bf movsw^=movsx Gv,Ew
c0 xadd Eb,Gb
c1 xadd Ev,Gv
c3.np movnti My,Gy
c7/1m cmpxchg8b|cmpxchg8b|cmpxchg16b My2
c7/6m.66 vmclear Mq
c7/6m.f3 vmxon Mq
c7/6r.f3 senduipi Rq
c7/6r rdrand Rv
c7/7r.f3 rdpid Rq
c7/7r rdseed Rv
c7/3m xrstors|xrstors|xrstors64=xrstors M
c7/4m xsavec|xsavec|xsavec64=xsavec M
c7/5m xsaves|xsaves|xsaves64=xsaves M
c7/6m vmptrld Mq
c7/7m vmptrst Mq
c8-cf bswap Zv
ff ud0 Gv,Ev
${SSE}
`);
