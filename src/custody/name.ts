// When two spellings are one name: composed or decomposed, in capitals or not, with whatever white space. Pure.

/**
 * Control characters, bidi controls, zero-width and other invisible format characters, lone surrogates, non-characters. Made when
 * asked for: its tables cost more than all else that is made where a verify begins.
 */
const unsafe = (): RegExp => /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u2028\u2029]/gu;
const PLAIN = /^[!-~]+(?: [!-~]+)*$/;

/** The text in NFC without characters that a terminal or a reader could be misled by; white space is single blanks. */
export function cleanText(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replace(/\s+/gu, ' ').replace(unsafe(), '').normalize('NFC').replace(/ +/g, ' ').trim();
}

/** What is equal of numbers of papers (recalls, despatch advices) that differ in case and white space alone: `R 1`, `r1`. */
export function numberKey(number: string): string {
  return nameKey(number).replaceAll(' ', '');
}

/** Whether two texts are one number of a paper, however somebody typed it. */
export function isSameNumber(one: string, other: string): boolean {
  return one === other || numberKey(one) === numberKey(other);
}

/**
 * What is equal of names that differ in case alone, in any script: the full case folding of Unicode, without which
 * `STRASSE` is not `Straße` and `ΟΔΟΣ` not `οδος`.
 */
export function nameKey(name: string): string {
  const clean = cleanText(name);
  if (PLAIN.test(clean)) return clean.toLowerCase();
  // A dotless i is a letter of its own, which capitals do not show.
  return clean.normalize('NFD').split('ı').map(folded).join('ı').normalize('NFC');
}

// There and back, so that letters which are two in capitals are two; a final sigma is a sigma.
function folded(text: string): string {
  return text.toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFD');
}
