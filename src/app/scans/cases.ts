// Letters whose case a host may have changed: the serials that a serial may have been.

/** More letters than this are not tried in every case. */
const MOST_LETTERS = 8;

/** The serial with its letters in every case, itself first; of one with many letters those that hosts make: all one case, turned. */
export function* inOtherCases(serial: string): Generator<string> {
  yield serial;
  const letters = [...serial].flatMap((character, at) => (/[A-Za-z]/.test(character) ? [at] : []));
  if (letters.length > MOST_LETTERS) {
    for (const other of inHostCases(serial)) if (other !== serial) yield other;
    for (const at of letters) yield serial.slice(0, at) + turn(serial.charAt(at)) + serial.slice(at + 1);
    return;
  }
  for (let ways = 1; ways < 2 ** letters.length; ways++) {
    const characters = [...serial];
    letters.forEach((at, i) => {
      if ((ways >> i) & 1) characters[at] = turn(characters[at] ?? '');
    });
    yield characters.join('');
  }
}

/** The serial as it is, and with its letters as hosts make them: all one case, turned. */
export function inHostCases(serial: string): Iterable<string> {
  const turned = serial.replace(/[A-Za-z]/g, (letter) => turn(letter));
  return new Set([serial, serial.toUpperCase(), serial.toLowerCase(), turned]);
}

/** Whether two texts differ in the case of their letters alone, or not at all. */
export function isSameButCase(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function turn(letter: string): string {
  return letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase();
}
