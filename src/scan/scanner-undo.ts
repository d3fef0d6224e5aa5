// Undoes what a scanner whose profile is known does to codes.
import { GS } from '../gs1/characters.ts';
import { CHARACTERS, isFaithful, type ScannerProfile } from './scanner-profile.ts';

/** Gives a scan back as it came where it cannot have come that way. */
export function makeUndo(profile: ScannerProfile): (scan: string) => string {
  if (isFaithful(profile)) return (scan) => scan;
  const meant = new Map<string, string | undefined>();
  [...profile.keys].forEach((key, i) => {
    meant.set(key, meant.has(key) ? undefined : CHARACTERS.charAt(i));
  });
  const { gs, bracket } = profile;
  return (scan) => {
    let out = '';
    const starts = bracket !== undefined && scan.startsWith(bracket);
    for (let at = starts ? bracket.length : 0; at < scan.length; ) {
      const key = String.fromCodePoint(scan.codePointAt(at) ?? 0);
      if (gs !== '' && scan.startsWith(gs, at) && !meant.has(gs)) {
        out += GS;
        at += gs.length;
        continue;
      }
      const character = key < ' ' ? key : meant.get(key);
      if (character === undefined) return scan;
      out += character;
      at += key.length;
    }
    return starts ? `]${out}` : out;
  };
}
