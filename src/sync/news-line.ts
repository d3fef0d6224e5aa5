// The asking side of news: one question that waits at the peer until something is new there.
import { type Agent, type IncomingMessage, request as plain } from 'node:http';
import { request as safe } from 'node:https';
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/sync.ts';
import type { HubNewsPlace } from './hub-news.ts';
import { newsUrl } from './wire.ts';

/** How long an answer is waited for, ms: longer than a hub holds it. */
const MOST_HOLD = 60_000;
/** Letters of an answer. */
const LONGEST = 4_096;

export interface NewsQuestion {
  readonly agent: Agent;
  readonly signal: AbortSignal;
  /** What was answered the last time: the peer answers when there is more. At once, where absent. */
  readonly heard?: HubNewsPlace | undefined;
}

/**
 * Asks the peer at `url` for what is newer than `heard`; `none` from a peer that tells no news. Nothing of it keeps a process alive.
 * @throws usage for what is no address, peer-away and failures of the line
 */
export async function askNews(url: string, { agent, signal, heard }: NewsQuestion): Promise<HubNewsPlace | 'none'> {
  const target = newsUrl(url);
  if (heard !== undefined) {
    target.searchParams.set('n', String(heard.n));
    target.searchParams.set('epoch', heard.epoch);
  }
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const options = { agent, signal: AbortSignal.any([signal, AbortSignal.timeout(MOST_HOLD)]), maxHeaderSize: 8_192 };
    const asked = target.protocol === 'https:' ? safe(target, options) : plain(target, options);
    asked.once('socket', (socket) => socket.unref());
    asked.once('response', resolve);
    asked.on('error', reject);
    asked.end();
  });
  const { statusCode = 0 } = response;
  // What answers for a peer that is away will answer otherwise.
  if (statusCode === 429 || statusCode >= 500) {
    response.resume();
    throw new PedigreeError('peer-away', say('peer-answers', { status: statusCode }));
  }
  let text = '';
  for await (const chunk of response) {
    text += String(chunk);
    if (text.length > LONGEST) break;
  }
  return (statusCode === 200 ? placeIn(text) : undefined) ?? 'none';
}

function placeIn(text: string): HubNewsPlace | undefined {
  try {
    const { epoch, n, urgent } = JSON.parse(text) as { readonly [name: string]: unknown };
    const isPlace = typeof epoch === 'string' && Number.isSafeInteger(n) && Number.isSafeInteger(urgent);
    return isPlace ? { epoch, n: Number(n), urgentAt: Number(urgent) } : undefined;
  } catch {
    return undefined;
  }
}
