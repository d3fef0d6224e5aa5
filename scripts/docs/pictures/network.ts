// The network of the demo: how a pack goes from party to party, and what of it each of them cannot read, as `show` tells it.
import { PARTIES, type PartyHere, type PictureDay } from './day.ts';
import { box, LINE, line, type Palette, picture, text } from './svg.ts';

/** An event of the trade, and who may not read all of it. */
export interface TradeEvent {
  readonly type: string;
  readonly by: PartyHere;
  readonly sealedFor: readonly PartyHere[];
}

/** Types of events that tell of goods; the others are public as a whole. */
const TRADE = ['commission', 'pack', 'ship', 'receive', 'dispense'];

interface Logged {
  readonly event: string;
  readonly type: string;
}

export async function trade(day: PictureDay): Promise<readonly TradeEvent[]> {
  const all: TradeEvent[] = [];
  for (const by of PARTIES) {
    const { events } = await answer<{ readonly events: readonly Logged[] }>(day, by, 'log');
    for (const { event, type } of events.filter((one) => TRADE.includes(one.type))) {
      const sealedFor: PartyHere[] = [];
      for (const reader of PARTIES) {
        const shown = await answer<{ readonly events: readonly { readonly sealed: readonly string[] }[] }>(
          day,
          reader,
          'show',
          event,
        );
        if (shown.events[0]?.sealed.length !== 0) sealedFor.push(reader);
      }
      all.push({ type, by, sealedFor });
    }
  }
  return all;
}

async function answer<T>(day: PictureDay, party: PartyHere, ...words: readonly string[]): Promise<T> {
  const { exit, text: json } = await day.run(party, ...words, '--json');
  if (exit !== 0) throw new Error(`${words.join(' ')}: ${json}`);
  return JSON.parse(json) as T;
}

const NAMES: Readonly<Record<PartyHere, readonly [name: string, what: string]>> = {
  acme: ['Acme', 'makes it'],
  midway: ['Midway', 'distributes it'],
  hill: ['Hill', 'supplies it'],
  agency: ['Agency', 'watches, recalls'],
};

/** What an event says besides the tokens of its packs. */
const SAYS: Readonly<Record<string, string>> = {
  commission: 'how serials were drawn',
  pack: 'how it was packed',
  ship: 'what went to whom',
  receive: 'what came from whom',
  dispense: 'reference of the supply',
};

const MARGIN = 18;
const COLUMN = 170;
const FIRST = 330;
const TOP = 92;

export function networkPicture(events: readonly TradeEvent[], palette: Palette): string {
  const width = FIRST + COLUMN * PARTIES.length - 60;
  const body: string[] = [text(MARGIN, MARGIN + 20, 'who reads what', { fill: palette.faint })];
  for (const [at, party] of PARTIES.entries()) {
    const [name, what] = NAMES[party];
    const middle = middleOf(at);
    body.push(box(middle - 72, MARGIN - 4, 144, 50, palette));
    body.push(text(middle, MARGIN + 16, name, { fill: palette.ink, bold: true, anchor: 'middle' }));
    body.push(text(middle, MARGIN + 36, what, { fill: palette.faint, anchor: 'middle' }));
    if (at === 1 || at === 2) {
      const [from, to] = [middleOf(at - 1) + 74, middle - 74];
      body.push(arrow(from, to, MARGIN + 21, palette));
    }
  }
  for (const [row, { type, by, sealedFor }] of events.entries()) {
    const y = TOP + row * LINE * 1.25 + 8;
    body.push(text(MARGIN, y, `${NAMES[by][0]}: ${SAYS[type] ?? type}`, { fill: palette.ink }));
    for (const [at, party] of PARTIES.entries()) {
      const sealed = sealedFor.includes(party);
      const word = sealed ? 'cannot read' : party === by ? 'wrote it' : 'reads it';
      const fill = sealed ? palette.bad : party === by ? palette.faint : palette.good;
      body.push(text(middleOf(at), y, word, { fill, bold: sealed, anchor: 'middle' }));
    }
  }
  const end = TOP + events.length * LINE * 1.25 + 8;
  body.push(
    text(MARGIN, end + 6, 'Whoever scans a pack opens its own history with its code, and nothing else.', {
      fill: palette.faint,
    }),
  );
  const title = PARTIES.map((party) => {
    const sealed = events.filter(({ sealedFor }) => sealedFor.includes(party));
    return `${NAMES[party][0]} cannot read ${sealed.map(({ by, type }) => `${NAMES[by][0]}: ${SAYS[type] ?? type}`).join(', ')}`;
  }).join('. ');
  return picture(width, Math.ceil(end + MARGIN + 4), title, palette, body);
}

function middleOf(at: number): number {
  return FIRST + COLUMN * at;
}

function arrow(from: number, to: number, y: number, palette: Palette): string {
  const shaft = line(
    [
      [from, y],
      [to, y],
    ],
    palette.faint,
  );
  return `${shaft}<path d="M${to} ${y}l-7 -4v8z" fill="${palette.faint}"/>`;
}
