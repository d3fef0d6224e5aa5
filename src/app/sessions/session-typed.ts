// What a line of a session means: as it was typed, or with what a calibrated scanner does to codes undone.
import { identify, isRight, onlyOne, type ScanLabel, typedReadings, type Ways } from '../scans/identify.ts';

/**
 * The text that was meant. What is no right code as it stands is read by the scanners' ways, and so is a right code that
 * the ledger does not know where it knows that reading. Where both are right and nothing settles it, a person's only
 * scanner is believed to have done what it always does, and what came from elsewhere to stand as it is.
 * @param byKeys typed at this terminal, and not piped in
 */
export function meantBy(typed: string, ways: Ways, byKeys: boolean, knows: (label: ScanLabel) => boolean): string {
  const readings = typedReadings(typed, ways);
  if (readings.length === 0) return typed;
  const plainly = identify(typed);
  const known = readings.filter(({ label }) => knows(label));
  const choose = (): typeof readings => {
    if (!isRight(plainly)) return known.length > 0 ? known : readings;
    const isKnown = knows(plainly.label);
    if (!byKeys) return isKnown ? [] : known;
    const another = ways.some((way) => way(typed).includes(typed));
    return known.length > 0 ? known : isKnown || another ? [] : readings;
  };
  return onlyOne(choose())?.text ?? typed;
}
