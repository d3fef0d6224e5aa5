// Screens that show what is: one file, loaded when any of them is first opened.
export { Desk } from './desk.tsx';
export { Contents, Expiring, Lots } from './lots.tsx';
export { More } from './more.tsx';
export { Pedigree } from './pedigree.tsx';
export { Recalls } from './recalls.tsx';
export { AsideLabel, VerdictSlip } from './slips.tsx';
export { Today } from './today.tsx';
