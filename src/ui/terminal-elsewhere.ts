// In the small files for verify and decode: terminal.ts is elsewhere (src/elsewhere.ts).
import { elsewhere } from '../elsewhere.ts';
import type * as whole from './terminal.ts';

export const openTerminal: typeof whole.openTerminal = elsewhere;
export const askLine: typeof whole.askLine = elsewhere;
