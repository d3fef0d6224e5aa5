// Screens that show what is, and those of scanning: one file, loaded when any of them is first opened.
export { Desk } from './desk.tsx';
export { Packing, Receive, Send, StockTake } from './goods.tsx';
export { Contents, Expiring, Lots } from './lots.tsx';
export { More } from './more.tsx';
export { Pedigree } from './pedigree.tsx';
export { Recall } from './recall.tsx';
export { RecallIssue } from './recall-issue.tsx';
export { Recalls } from './recalls.tsx';
export { Today } from './today.tsx';
