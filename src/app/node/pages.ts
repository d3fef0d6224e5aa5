// Pages to print: one file that loads nothing and runs nothing, whatever the texts in it say.
import { cleanText } from '../../custody/name.ts';
import { escaped } from '../../label/markup.ts';
import { spokenLanguage } from '../../words/say.ts';

/** A text as a page holds it. */
export function safe(text: string): string {
  return escaped(cleanText(text));
}

/** A page up to its heading, in the language that is spoken. */
export function beginsPage(title: string, style: string): string {
  return (
    `<!doctype html>\n<html lang="${spokenLanguage()}">\n<head>\n<meta charset="utf-8">\n` +
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">\n` +
    `<title>${safe(title)}</title>\n<style>${style}</style>\n</head>\n<body>\n<h1>${safe(title)}</h1>\n`
  );
}

export const ENDS_PAGE = '</body>\n</html>\n';

/** A row of a table: what it is, and its value. */
export function pageRow(label: string, value: string, kind?: string): string {
  return `<tr${kind === undefined ? '' : ` class="${kind}"`}><th>${safe(label)}</th><td>${safe(value)}</td></tr>\n`;
}
