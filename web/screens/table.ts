// The screens: what each is called, what a device must be able to do to have it, and what loads it when it is first opened.
import type { ComponentType } from 'preact';
import { phrase } from '../../src/words/en/page.ts';
import { loadTexts } from '../base/language.ts';
import { may, me } from '../state/me.ts';
import { Scan } from './scan.tsx';

/** A screen is given what of it is shown. */
export type Screen = ComponentType<{ readonly of: string }>;

export interface ScreenSpec {
  readonly title: () => string;
  /** The command without which it is absent. */
  readonly needs?: string;
  readonly load: () => Promise<Screen>;
  /** Opened from another screen alone. */
  readonly inner?: true;
}

async function others(): Promise<typeof import('./others.ts')> {
  const [screens] = await Promise.all([import('./others.ts'), loadTexts('others')]);
  return screens;
}

async function dealings(): Promise<typeof import('./dealings.ts')> {
  const [screens] = await Promise.all([import('./dealings.ts'), loadTexts('others', 'dealings')]);
  return screens;
}

export const SCREENS: Readonly<Record<string, ScreenSpec>> = {
  scan: {
    title: () => phrase('scan'),
    needs: 'verify',
    load: async () => Scan,
  },
  today: {
    title: () => phrase('today'),
    needs: 'status',
    load: async () => (await others()).Today,
  },
  recalls: {
    title: () => phrase('recalls'),
    needs: 'recall list',
    load: async () => (await others()).Recalls,
  },
  recall: {
    title: () => phrase('recalls'),
    needs: 'recall show',
    load: async () => (await dealings()).Recall,
    inner: true,
  },
  'recall-issue': {
    title: () => phrase('recalls'),
    needs: 'recall issue',
    load: async () => (await dealings()).RecallIssue,
    inner: true,
  },
  pedigree: {
    title: () => phrase('pedigree'),
    needs: 'trace',
    load: async () => (await others()).Pedigree,
    inner: true,
  },
  receive: {
    title: () => phrase('receive'),
    needs: 'receive',
    load: async () => (await dealings()).Receive,
  },
  send: {
    title: () => phrase('send-goods'),
    needs: 'ship',
    load: async () => (await dealings()).Send,
  },
  pack: {
    title: () => phrase('pack-goods'),
    needs: 'pack',
    load: async () => (await dealings()).Packing,
  },
  'stock-take': {
    title: () => phrase('stock-take'),
    needs: 'stock',
    load: async () => (await dealings()).StockTake,
  },
  returns: {
    title: () => phrase('returns'),
    needs: 'quarantine',
    load: async () => (await dealings()).Returns,
  },
  aside: {
    title: () => phrase('aside'),
    needs: 'release',
    load: async () => (await dealings()).Aside,
  },
  lots: {
    title: () => phrase('lots'),
    needs: 'stock',
    load: async () => (await others()).Lots,
  },
  contents: {
    title: () => phrase('contents'),
    needs: 'contents',
    load: async () => (await others()).Contents,
  },
  expiring: {
    title: () => phrase('expiring'),
    needs: 'stock',
    load: async () => (await others()).Expiring,
  },
  waiting: {
    title: () => phrase('waiting'),
    needs: 'outbox',
    load: async () => (await dealings()).Waiting,
  },
  alerts: {
    title: () => phrase('alerts'),
    needs: 'alerts',
    load: async () => (await dealings()).Alerts,
  },
  parties: {
    title: () => phrase('parties'),
    needs: 'parties',
    load: async () => (await dealings()).PartiesScreen,
  },
  documents: {
    title: () => phrase('documents'),
    needs: 'epcis documents',
    load: async () => (await dealings()).Documents,
  },
  document: {
    title: () => phrase('documents'),
    needs: 'epcis show',
    load: async () => (await dealings()).Document,
    inner: true,
  },
  desk: {
    title: () => phrase('this-desk'),
    load: async () => (await others()).Desk,
  },
  more: {
    title: () => phrase('more'),
    load: async () => (await others()).More,
    inner: true,
  },
};

/** In the row at the thumb, the first one opens by itself. */
const ROWS: Readonly<Record<string, readonly string[]>> = {
  look: ['recalls', 'scan', 'today'],
  dispense: ['scan', 'today', 'recalls'],
  warehouse: ['receive', 'scan', 'today'],
  office: ['scan', 'today', 'recalls'],
};

function has(name: string): boolean {
  const screen = SCREENS[name];
  return screen !== undefined && (screen.needs === undefined || may(screen.needs));
}

/** The screens in the row, without the last one, which leads to the others. */
export function row(): readonly string[] {
  const { device, screen } = me.value ?? {};
  const names = ROWS[device?.role ?? 'look'] ?? [];
  const first = screen !== undefined && has(screen) ? [screen] : [];
  return [...new Set([...first, ...names])].filter(has).slice(0, 3);
}

/** All others that this device has. */
export function listed(): readonly string[] {
  const inRow = row();
  return Object.keys(SCREENS).filter((name) => has(name) && !inRow.includes(name) && SCREENS[name]?.inner !== true);
}

/** The screen that is opened under this name, where this device has it: else its first. */
export function screenNamed(name: string): string {
  return has(name) ? name : (row()[0] ?? 'desk');
}
