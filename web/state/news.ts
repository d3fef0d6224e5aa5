// News as they come: one stream a tab, read by fetch as no header can be set otherwise, and closed while nobody looks.
import { effect, signal } from '@preact/signals';
import { connected, forgotten, headers, locked } from '../api/client.ts';
import { tokenNow } from '../base/token.ts';
import { loadMe } from './me.ts';

export interface RecallNews {
  readonly id: string;
  readonly class: number;
  readonly gtin: string;
  readonly product?: string | { readonly name: string; readonly strength?: string };
  readonly lots?: readonly string[];
  readonly reason: string;
  readonly by: string;
  readonly state: 'open' | 'ended' | 'rescinded';
}

/** Moves whenever there is something else here now: what is shown asks again. */
export const changed = signal(0);
/** The recall that came last while this page was open; undefined once somebody has seen it. */
export const recallCame = signal<RecallNews | undefined>(undefined);
/** The program was changed, so that this page is of another one. */
export const outdated = signal(false);

/** How often the stream was opened. */
export const opened = signal(0);

/** The node says something at least every 20 s, ms. */
const SILENCE = 45_000;
const PAUSES = [500, 1_000, 2_000, 5_000];

let stop: AbortController | undefined;
let version: string | undefined;

/** How long the page waits for the stream before it shows its first screen, ms. */
const AT_ONCE = 500;

/**
 * Reads news for as long as somebody looks at the page. What is asked once this has resolved is asked while the stream is open,
 * where the node answers at all: nothing comes between the answer and the news.
 */
export async function followNews(): Promise<void> {
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) stop?.abort();
    else void follow();
  });
  void follow();
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, AT_ONCE);
    const end = effect(() => {
      if (opened.value === 0 && connected.value !== false) return;
      clearTimeout(timer);
      resolve();
      queueMicrotask(() => end());
    });
  });
}

async function follow(): Promise<void> {
  if (stop !== undefined && !stop.signal.aborted) return;
  const here = new AbortController();
  stop = here;
  for (let tries = 0; !here.signal.aborted && tokenNow() !== undefined && !forgotten.value; tries++) {
    const began = Date.now();
    const isTurnedAway = await stream(here.signal).catch(() => false);
    if (here.signal.aborted) return;
    // A node that has no room for another stream is there all the same.
    if (!isTurnedAway) connected.value = false;
    if (Date.now() - began > SILENCE) tries = 0;
    await new Promise((resolve) => setTimeout(resolve, PAUSES[Math.min(tries, PAUSES.length - 1)]));
  }
  if (stop === here) stop = undefined;
}

/** Reads until the stream breaks off; true where there was none, though the node answered. */
async function stream(aborted: AbortSignal): Promise<boolean> {
  const silent = new AbortController();
  let timer = setTimeout(() => silent.abort(), SILENCE);
  let unfollow = (): void => undefined;
  try {
    const response = await fetch('/v1/news', {
      headers: headers(),
      cache: 'no-store',
      signal: AbortSignal.any([aborted, silent.signal]),
    });
    // The node turns away in JSON. What comes in another form is of a proxy, whose node is gone.
    const isOurs = /^application\/json\b/.test(response.headers.get('Content-Type') ?? '');
    if (response.status === 401 && isOurs) forgotten.value = true;
    if (!response.ok || response.body === null) return isOurs;
    connected.value = true;
    // What happened while no stream was open is told by none: all that is shown is asked for again.
    if (opened.value > 0) changed.value++;
    opened.value++;
    void loadMe();
    // Something else was not answered: whether the node is there is asked anew at once, and not after the silence.
    unfollow = effect(() => {
      if (connected.value === false) silent.abort();
    });
    let text = '';
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      clearTimeout(timer);
      timer = setTimeout(() => silent.abort(), SILENCE);
      text += chunk;
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        take(text.slice(0, end));
        text = text.slice(end + 2);
      }
    }
    return false;
  } finally {
    unfollow();
    clearTimeout(timer);
  }
}

function take(block: string): void {
  const name = /^event: (.*)$/m.exec(block)?.[1];
  const data = /^data: (.*)$/m.exec(block)?.[1];
  if (name === undefined || data === undefined) return;
  const news = JSON.parse(data) as Partial<RecallNews> & { readonly locked?: boolean; readonly version?: string };
  switch (name) {
    case 'hello':
    case 'version':
      if (version !== undefined && news.version !== version) outdated.value = true;
      version ??= news.version;
      return;
    case 'lock':
      locked.value = news.locked === true;
      void loadMe();
      return;
    case 'fresh':
      // What is set here may be another thing now.
      void loadMe();
      break;
    case 'recall':
      if (news.state === 'open') recallCame.value = news as RecallNews;
      break;
  }
  changed.value++;
}
