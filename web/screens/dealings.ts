// Screens where something is dealt with: one file, loaded when any of them is first opened.
export { Document, Documents } from './documents.tsx';
export { Alerts, PartiesScreen, Waiting } from './flags.tsx';
