// What a line of a session means: as it was typed, or with what a calibrated scanner does to codes undone.
import { keysOf } from '../../gs1/keyed.ts';
import { identify, isRight, isSame, onlyOne, type ScanLabel, typedReadings, type Ways } from '../scans/identify.ts';

/**
 * The text that was meant. What is no right code as it stands is read by the scanners' ways, and so is a right code that
 * the ledger does not know where it knows that reading. Where both are right and nothing settles it, a person's only
 * scanner is believed to have done what it always does, and what came from elsewhere to stand as it is.
 * Of a scan whose keys are known, what was typed counts where it is right, else what was pressed.
 * @param byKeys typed at this terminal, and not piped in
 */
export function meantBy(scan: string, ways: Ways, byKeys: boolean, knows: (label: ScanLabel) => boolean): string {
  const { typed, pressed } = keysOf(scan);
  if (pressed === undefined) return meantByTyped(scan, ways, byKeys, knows);
  const [own, keys] = [identify(typed), identify(pressed)];
  if (!isRight(keys)) return isRight(own) ? typed : scan;
  if (isRight(own)) {
    if (isSame(own.label, keys.label) || !knows(keys.label)) return typed;
    // Both are known: the judge asks for another scan.
    return knows(own.label) ? scan : pressed;
  }
  return knows(keys.label) ? pressed : scan;
}

function meantByTyped(typed: string, ways: Ways, byKeys: boolean, knows: (label: ScanLabel) => boolean): string {
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
