// Text from a scan or a peer made harmless: nothing that steers a terminal or turns the reading direction is left.

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this takes out
const STEERING = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;
const TAG = /[\u{e0000}-\u{e007f}]/gu;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this takes out
const ASCII_CONTROL = /[\u0000-\u001f\u007f]/g;

/** Nearly every text: nothing in it has to be looked at closer. */
const ORDINARY = /^[ -~]*$/;

/** One line of text without control, bidi and invisible characters. */
export function plain(text: string): string {
  if (ORDINARY.test(text)) return text;
  // Patterns of Unicode are dear to compile: a scan with its separators does not need them.
  const line = text.replace(/[\t\n\r]+/g, ' ').replace(ASCII_CONTROL, '');
  if (ORDINARY.test(line)) return line;
  return line
    .replace(STEERING, '')
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(TAG, '');
}

/** A copy of a value with every string in it, names of fields too, made `plain`. */
export function plainValue(value: unknown): unknown {
  if (typeof value === 'string') return plain(value);
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [plain(name), plainValue(field)]));
}
