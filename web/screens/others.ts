// Every screen but the first: one file, loaded when any of them is first opened.
export { Desk } from './desk.tsx';
export { Document, Documents } from './documents.tsx';
export { Alerts, PartiesScreen, Waiting } from './flags.tsx';
export { Packing, Receive, Send, StockTake } from './goods.tsx';
export { Contents, Expiring, Lots } from './lots.tsx';
export { More } from './more.tsx';
export { Pedigree } from './pedigree.tsx';
export { Recall } from './recall.tsx';
export { RecallIssue } from './recall-issue.tsx';
export { Recalls } from './recalls.tsx';
export { Today } from './today.tsx';
