// Every screen but the first: one file, loaded when any of them is first opened.
export { Desk } from './desk.tsx';
export { More } from './more.tsx';
export { Pedigree } from './pedigree.tsx';
export { Recall } from './recall.tsx';
export { RecallIssue } from './recall-issue.tsx';
export { Recalls } from './recalls.tsx';
export { Today } from './today.tsx';
