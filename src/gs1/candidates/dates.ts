// Expiry dates as people print them, as AI 17 has them: every reading that is a date.

/** How the months begin in the languages of Europe, without accents; what is two months in two languages stands for both. */
const MONTHS = [
  'jan|jaan|јан|ene|gen|sty|xan|led|tam|ian|sij|sau|oca|ιαν|янв|яну|січ|ean',
  'feb|fev|феб|lut|uno|hel|velj|veeb|vas|sub|fra|φεβ|фев|лют|feabh',
  'mar(?!ras)|mrt|mrz|maa|bre|ozu|kov|μαρ|мар|бер',
  'apr|avr|abr|kwi|dub|huh|tra|bal|nis|απρ|апр|кві|aib',
  'may|mai|maj|mei(?!th)|мај|mag|tou|kve|svi|geg|mej|μαι|май|мая|тра|beal',
  'jun|juin|juun|јун|xun|giu|cze|kes|cer(?!ven[ec][ce])|cvn|iun|lip|bir|haz|gun|ιουν|июн|юни|чер|meith',
  'jul|juil|juul|јул|xul|lug|lip|hei|cvc|cervenec|cervence|iul|srp|lie|tem|lul|ιουλ|июл|юли|лип|iui',
  'aug|avg|aou|ago|sie|elo|srp|kol|rgp|rugp|agu|aww|αυγ|авг|сер|lun',
  'sep|set|wrz|syy|zar|szept|ruj|rgs|rugs|eyl|σεπ|сен|сеп|вер|mean|mfomh',
  'oct|okt|ott|out|paz|lok|rij|lis|spa|eki|οκτ|окт|жов|deir|dfomh',
  'nov|noi|нов|lis|marras|stu|lap|kas|νοε|ноя|ное|лис|samh',
  'dec|dez|dets|des|dic|дец|gru|jou|pro|ara|δεκ|дек|гру|noll',
].map((names) => new RegExp(`^(?:${plain(names)})`, 'iu'));

/** Letters without their accents. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '');
}

/** As they are written in central Europe. */
const ROMAN = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x', 'xi', 'xii'];

/** Digits of a date: letters that are read for digits count as those. */
const digitsIn = (text: string): string => text.replace(/[oOQ]/g, '0').replace(/[Il|]/g, '1');

/** What a printed date may stand for, YYMMDD with day 00 for a month alone; the likeliest first. */
export function datesIn(printed: string): readonly string[] {
  const text = printed
    .trim()
    .replace(/[年月](?=\d)/g, '-')
    .replace(/(?:[月日]|(?<=\d)\s*г\.?)$/iu, '');
  const named = withName(text);
  if (named.length > 0) return named;
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

/** Words that some languages put between or behind day, month and year, or behind a month. */
const BETWEEN = /^(?:de|del|g|gada|m|d|ta|г|гг|р|fomhair)$/iu;

/** A month by its name or in Roman numerals, with a year and perhaps a day. */
function withName(text: string): readonly string[] {
  if (!/^[\d\p{L}\p{M}.,’'\s/-]+$/u.test(text)) return [];
  const [name = '', ...more] = (text.match(/[\p{L}\p{M}]+/gu) ?? []).filter((word) => !BETWEEN.test(plain(word)));
  const [first = '', second, ...others] = text.match(/\d+/g) ?? [];
  const [year, day = '00'] = second === undefined || first.length === 4 ? [first, second] : [second, first];
  if (more.length > 0 || others.length > 0 || (year.length !== 4 && year.length !== 2) || day.length > 2) return [];
  // One of these may be a 1 that was misread: it counts only where a month stands.
  const roman = /^(?:\d+[.\s/-]*)?[ivx]+[.\s/-]+\d+$/i.test(text) ? ROMAN.indexOf(name.toLowerCase()) : -1;
  const months = roman >= 0 ? [roman] : MONTHS.flatMap((names, month) => (names.test(plain(name)) ? [month] : []));
  return name === '' ? [] : months.flatMap((month) => real([year, String(month + 1), day]));
}

function real([year = '', month = '', day = '']: readonly string[]): string[] {
  if (year.length === 4 && !/^20/.test(year)) return [];
  const [m, d] = [Number(month), Number(day)];
  const most = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][m - 1];
  if (most === undefined || d > most) return [];
  return [year.slice(-2) + month.padStart(2, '0') + day.padStart(2, '0')];
}
