// Expiry dates as people print them, as AI 17 has them: every reading that is a date.
const MONTHS = [
  'jan|ene|gen|sty|led|tam',
  'feb|fev|fév|lut|úno|hel',
  'mar|mär|mrz|maa|bře',
  'apr|avr|abr|kwi|dub|huh',
  'may|mai|maj|mag|máj|tou|kvě',
  'jun|juin|giu|cze|kes|čer|čvn',
  'jul|juil|lug|lip|hei|čvc',
  'aug|aoû|aou|ago|sie|elo|srp',
  'sep|set|wrz|syy|zář',
  'oct|okt|ott|out|paź|lok|říj',
  'nov|lis|mar\\.?r|lip\\.',
  'dec|dez|déc|dic|gru|jou|pro',
].map((names) => new RegExp(`^(?:${names})`, 'i'));

/** As they are written in central Europe. */
const ROMAN = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x', 'xi', 'xii'];

/** Digits of a date: letters that are read for digits count as those. */
const digitsIn = (text: string): string => text.replace(/[oOQ]/g, '0').replace(/[Il|]/g, '1');

/** What a printed date may stand for, YYMMDD with day 00 for a month alone; the likeliest first. */
export function datesIn(printed: string): readonly string[] {
  const text = printed
    .trim()
    .replace(/[年月](?=\d)/g, '-')
    .replace(/[月日]$/, '');
  const name = text.replace(/^[\d.\s/-]*/, '');
  const roman = ROMAN.indexOf(name.toLowerCase().replace(/[^ivx]*\d+$/, ''));
  const month = roman >= 0 ? roman : MONTHS.findIndex((names) => names.test(name));
  const named = /^(\d{1,2})?[.\s/-]*\p{L}+\.?[.\s/-]*(\d{4}|\d{2})$/u.exec(text);
  if (named && month >= 0) return real([named[2] ?? '', String(month + 1), named[1] ?? '00']);
  const digits = digitsIn(text);
  const parts = digits.split(/[^\d]+/).filter((one) => one !== '');
  const [a = '', b = '', c = ''] = parts;
  if (/[^\d./\-\s]/.test(digits)) return [];
  if (parts.length === 3) {
    if (a.length === 4) return real([a, b, c]);
    if (c.length === 4 || c.length === 2)
      return [...real([c, b, a]), ...real([c, a, b]), ...(c.length === 2 ? real([a, b, c]) : [])];
  }
  if (parts.length === 2) {
    if (a.length === 4) return real([a, b, '00']);
    return [...real([b, a, '00']), ...(b.length === 2 ? real([a, b, '00']) : [])];
  }
  if (parts.length !== 1) return [];
  if (a.length === 8)
    return [...real([a.slice(0, 4), a.slice(4, 6), a.slice(6)]), ...real([a.slice(4), a.slice(2, 4), a.slice(0, 2)])];
  if (a.length === 6)
    return [
      ...real([a.slice(0, 2), a.slice(2, 4), a.slice(4)]),
      ...real([a.slice(2), a.slice(0, 2), '00']),
      ...real([a.slice(0, 4), a.slice(4), '00']),
    ];
  return a.length === 4 ? [...real([a.slice(2), a.slice(0, 2), '00']), ...real([a.slice(0, 2), a.slice(2), '00'])] : [];
}

function real([year = '', month = '', day = '']: readonly string[]): string[] {
  if (year.length === 4 && !/^20/.test(year)) return [];
  const [m, d] = [Number(month), Number(day)];
  const most = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][m - 1];
  if (most === undefined || d > most) return [];
  return [year.slice(-2) + month.padStart(2, '0') + day.padStart(2, '0')];
}
