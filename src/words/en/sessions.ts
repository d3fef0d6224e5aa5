// The words of sessions.
import { area } from '../say.ts';

export const say = /* @__PURE__ */ area('sessions', () => ({
  'no-unfinished-session': 'no unfinished session of this kind is here',
  'start-one-without-continue': 'start one without --continue and --finish',
  'nothing-to-read': 'there was nothing to read',
  'scans-kept-scan-mode': '{hint}the scans are kept: pedigree scan --mode {mode} --continue',
}));
