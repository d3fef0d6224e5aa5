// Manual pages in the macros of man(7), which every troff and mandoc knows. Lines of text keep to 80 bytes, as linters want.

/** Words set apart from the text around them. */
export const bold = (text: string): Inline => ({ font: 'B', text });
export const italic = (text: string): Inline => ({ font: 'I', text });

export type Inline = string | { readonly font: 'B' | 'I'; readonly text: string };

const WIDTH = 78;

/** What troff has its own name for; of anything else beyond ASCII the code point is written. */
const ESCAPED: Readonly<Record<string, string>> = {
  '\\': '\\e',
  '-': '\\-',
  "'": '\\(aq',
  '`': '\\(ga',
  '^': '\\(ha',
  '~': '\\(ti',
  '"': '\\(dq',
  '’': '\\(cq',
  '…': '...',
};

/** Text as it is: no character of it does anything. A hyphen between letters stays one, a dash of an option is a minus. */
export function literal(text: string): string {
  return text.replace(/[\\'`^~"’…]|(?<![A-Za-z])-|-(?![A-Za-z])|[^\0-\x7f]/gu, (found) => {
    return ESCAPED[found] ?? `\\[u${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`;
  });
}

/** Text that is typed: every hyphen is one that can be copied. */
function typed(text: string): string {
  return literal(text).replace(/(?<!\\)-/g, '\\-');
}

function set(piece: Inline): string {
  return typeof piece === 'string' ? literal(piece) : `\\f${piece.font}${typed(piece.text)}\\fR`;
}

/** Begins no request, whatever stands first. */
const asText = (line: string): string => (/^[.']/.test(line) ? `\\&${line}` : line);

/** Text in lines that are broken at its spaces. */
function filled(pieces: readonly Inline[]): string {
  const lines: string[] = [];
  let line = '';
  for (const word of pieces.map(set).join('').split(/ +/)) {
    if (line !== '' && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map(asText).join('\n');
}

/** The head of a page, in section 1. */
export function title(name: string, day: string, source: string): string {
  return `.TH ${name.toUpperCase()} 1 ${day} "${literal(source)}" "Pedigree Manual"\n.nh\n.ad l\n`;
}

/** A section of paragraphs and lists; what begins with a request of its own is set apart already. */
export function section(name: string, ...body: readonly string[]): string {
  const apart = body.map((part, at) => (at === 0 || /^\.[HT]P/.test(part) ? part : `.PP\n${part}`));
  return body.length === 0 ? '' : `.SH ${name}\n${apart.join('')}`;
}

export function paragraph(...pieces: readonly Inline[]): string {
  return `${filled(pieces)}\n`;
}

/** Names, each with what it means beside or below it. */
export function tagged(rows: readonly (readonly [tag: readonly Inline[], text: readonly Inline[]])[]): string {
  return rows.map(([tag, text]) => `.TP\n${asText(tag.map(set).join(''))}\n${filled(text)}\n`).join('');
}

/** Lines as they are typed. */
export function typedLines(lines: readonly string[]): string {
  return `.RS 4\n.nf\n${lines.map((line) => asText(typed(line))).join('\n')}\n.fi\n.RE\n`;
}

/** One way to call a program, its further lines set in below its name. */
export function synopsis(name: string, words: readonly (readonly Inline[])[]): string {
  // Dots at the end of a line are no end of a sentence.
  const pieces = words.map((word) =>
    `${word.map(set).join('').replaceAll(' ', '\\ ')}\\&\n`.replace(/(?<![.\]])\\&\n$/, '\n'),
  );
  return `.HP\n\\fB${typed(name).replaceAll(' ', '\\ ')}\\fR\n${pieces.join('')}`;
}
