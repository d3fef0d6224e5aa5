// No entry is read before it is asked for: a page that is loaded would rather be small. Stands for src/gs1/read-already.ts
// (`imports` in package.json).
import type { DictionaryEntry } from './dictionary.ts';

export const READ_ALREADY: Readonly<Record<string, DictionaryEntry>> = {};
