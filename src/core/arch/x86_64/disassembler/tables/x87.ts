/**
 * x87 opcodes D8 to DF (Intel SDM volume 2, tables ). AT&T syntax exchanges fsub and fsubr, fdiv and
 * fdivr where the destination is not the top of the stack.
 */
export const X87 = `
d8/0m fadds=fadd Md
d8/1m fmuls=fmul Md
d8/2m fcoms=fcom Md
d8/3m fcomps=fcomp Md
d8/4m fsubs=fsub Md
d8/5m fsubrs=fsubr Md
d8/6m fdivs=fdiv Md
d8/7m fdivrs=fdivr Md
d8/0r fadd st,ST
d8/1r fmul st,ST
d8/2r fcom ST
d8/3r fcomp ST
d8/4r fsub st,ST
d8/5r fsubr st,ST
d8/6r fdiv st,ST
d8/7r fdivr st,ST
d9/0m flds=fld Md
d9/1m (bad) M
d9/2m fsts=fst Md
d9/3m fstps=fstp Md
d9/4m fldenvs|fldenv M
d9/5m fldcw Mw
d9/6m fnstenvs|fnstenv! M
d9/7m fnstcw! Mw
d9/0r fld ST
d9/1r fxch ST
d9/2r:0 fnop
d9/4r:0 fchs
d9/4r:1 fabs
d9/4r:4 ftst
d9/4r:5 fxam
d9/5r:0 fld1
d9/5r:1 fldl2t
d9/5r:2 fldl2e
d9/5r:3 fldpi
d9/5r:4 fldlg2
d9/5r:5 fldln2
d9/5r:6 fldz
d9/6r:0 f2xm1
d9/6r:1 fyl2x
d9/6r:2 fptan
d9/6r:3 fpatan
d9/6r:4 fxtract
d9/6r:5 fprem1
d9/6r:6 fdecstp
d9/6r:7 fincstp
d9/7r:0 fprem
d9/7r:1 fyl2xp1
d9/7r:2 fsqrt
d9/7r:3 fsincos
d9/7r:4 frndint
d9/7r:5 fscale
d9/7r:6 fsin
d9/7r:7 fcos
da/0m fiaddl=fiadd Md
da/1m fimull=fimul Md
da/2m ficoml=ficom Md
da/3m ficompl=ficomp Md
da/4m fisubl=fisub Md
da/5m fisubrl=fisubr Md
da/6m fidivl=fidiv Md
da/7m fidivrl=fidivr Md
da/0r fcmovb st,ST
da/1r fcmove st,ST
da/2r fcmovbe st,ST
da/3r fcmovu st,ST
da/5r:1 fucompp
db/0m fildl=fild Md
db/1m fisttpl=fisttp Md
db/2m fistl=fist Md
db/3m fistpl=fistp Md
db/4m (bad) M
db/6m (bad) M
db/5m fldt=fld Mt
db/7m fstpt=fstp Mt
db/0r fcmovnb st,ST
db/1r fcmovne st,ST
db/2r fcmovnbe st,ST
db/3r fcmovnu st,ST
db/4r:0 fneni(8087_only)!
db/4r:1 fndisi(8087_only)!
db/4r:2 fnclex!
db/4r:3 fninit!
db/4r:4 fnsetpm(287_only)!
db/4r:5 frstpm(287_only)
db/5r fucomi st,ST
db/6r fcomi st,ST
dc/0m faddl=fadd Mq
dc/1m fmull=fmul Mq
dc/2m fcoml=fcom Mq
dc/3m fcompl=fcomp Mq
dc/4m fsubl=fsub Mq
dc/5m fsubrl=fsubr Mq
dc/6m fdivl=fdiv Mq
dc/7m fdivrl=fdivr Mq
dc/0r fadd ST,st
dc/1r fmul ST,st
dc/4r fsub ST,st
dc/5r fsubr ST,st
dc/6r fdiv ST,st
dc/7r fdivr ST,st
dd/0m fldl=fld Mq
dd/1m fisttpll=fisttp Mq
dd/2m fstl=fst Mq
dd/3m fstpl=fstp Mq
dd/4m frstors|frstor M
dd/5m (bad) M
dd/6m fnsaves|fnsave! M
dd/7m fnstsw! Mw
dd/0r ffree ST
dd/2r fst ST
dd/3r fstp ST
dd/4r fucom ST
dd/5r fucomp ST
de/0m fiadds=fiadd Mw
de/1m fimuls=fimul Mw
de/2m ficoms=ficom Mw
de/3m ficomps=ficomp Mw
de/4m fisubs=fisub Mw
de/5m fisubrs=fisubr Mw
de/6m fidivs=fidiv Mw
de/7m fidivrs=fidivr Mw
de/0r faddp ST,st
de/1r fmulp ST,st
de/3r:1 fcompp
de/4r fsubp ST,st
de/5r fsubrp ST,st
de/6r fdivp ST,st
de/7r fdivrp ST,st
df/0m filds=fild Mw
df/1m fisttps=fisttp Mw
df/2m fists=fist Mw
df/3m fistps=fistp Mw
df/4m fbld Mt
df/5m fildll=fild Mq
df/6m fbstp Mt
df/7m fistpll=fistp Mq
df/0r ffreep ST
df/4r:0 fnstsw! ax
df/5r fucomip st,ST
df/6r fcomip st,ST
`;
