// Screens where something is dealt with: one file, loaded when any of them is first opened.
export { Alerts } from './alerts.tsx';
export { Document, Documents } from './documents.tsx';
export { PartiesScreen, Waiting } from './flags.tsx';
export { Packing, Receive, Send, StockTake } from './goods.tsx';
export { Recall } from './recall.tsx';
export { RecallIssue } from './recall-issue.tsx';
export { Aside, Returns } from './returns.tsx';
