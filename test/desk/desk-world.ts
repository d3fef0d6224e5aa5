// A desk on the folder of a party of a test, in this process, and requests to it as a page or anybody else makes them.
import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { DeskRole } from '../../src/app/node/desk-file.ts';
import { newCode } from '../../src/app/node/devices.ts';
import type { Env } from '../../src/app/node/env.ts';
import { doingFor } from '../../src/commands/desk-do.ts';
import { type DeskAnswer, type DeskOptions, openDesk } from '../../src/desk/open.ts';
import { COMMANDS } from '../../src/ui/registry.ts';
import { PROGRAM } from '../cli/program.ts';

export type Headers = Readonly<Record<string, string>>;

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** Of JSON or lines of it, each document. */
  readonly documents: readonly Readonly<Record<string, unknown>>[];
}

export interface Sent {
  readonly method?: string;
  readonly headers?: Headers;
  readonly body?: string | Uint8Array;
  /** Whose token goes with it. */
  readonly as?: string;
}

export interface TestDesk {
  readonly answer: DeskAnswer;
  readonly port: number;
  /** Any request at all. */
  ask(path: string, sent?: Sent): Promise<Answered>;
  /** Pairs a device and gives its token. */
  pair(role: DeskRole, name?: string): Promise<string>;
  /** What a page posts. */
  post(as: string, path: string, body: object, headers?: Headers): Promise<Answered>;
  /** One command, and its first document. */
  do(as: string, command: string, body?: object): Promise<Readonly<Record<string, unknown>>>;
  close(): Promise<void>;
}

let taps = 0;
/** A key of a tap that nobody has used. */
export const tap = () => `tap-${String(++taps).padStart(8, '0')}`;

/** A test asks faster than any hand; what a device may ask a second is a test of its own. */
const PACE = { rate: 10_000, burst: 10_000 };

export async function openTestDesk(env: Env, options: Partial<DeskOptions> = {}): Promise<TestDesk> {
  const stop = new AbortController();
  const doing = (at: Env) => doingFor(COMMANDS, at);
  const program = { command: process.execPath, args: [PROGRAM] };
  const running = openDesk(
    env,
    { port: 0, release: '0.0.0-test', doing, program, pace: PACE, ...options },
    stop.signal,
  );
  const { value } = await running.next();
  if (value === undefined) throw new Error('the desk did not open');
  const answer: DeskAnswer = value;
  const port = Number(answer.listens.split(':').at(-1));
  const ask: TestDesk['ask'] = (path, sent = {}) => send(port, path, sent);
  const post: TestDesk['post'] = (as, path, body, headers = {}) =>
    ask(path, {
      method: 'POST',
      as,
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  return {
    answer,
    port,
    ask,
    post,
    pair: async (role, name) => {
      const { code } = newCode(env, { role, ...(name === undefined ? {} : { name }) });
      const { documents } = await post('', '/v1/pair', { code });
      const token = documents[0]?.token;
      if (typeof token !== 'string') throw new Error('not paired');
      return token;
    },
    do: async (as, command, body = {}) => {
      const { documents, status, text } = await post(as, `/v1/do/${command}`, body);
      const [first] = documents;
      if (first === undefined) throw new Error(`${status} ${text}`);
      return first;
    },
    close: async () => {
      stop.abort();
      await running.next();
    },
  };
}

function send(port: number, path: string, { method = 'GET', headers = {}, body, as }: Sent): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const authorization = as === undefined || as === '' ? {} : { authorization: `Desk ${as}` };
    const host = { host: `127.0.0.1:${port}` };
    const sending = request(
      { host: '127.0.0.1', port, path, method, agent: false, headers: { ...host, ...authorization, ...headers } },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('error', reject).on('end', () => {
          const { statusCode: status = 0 } = response;
          resolve({ status, headers: response.headers, text, documents: documentsIn(text) });
        });
      },
    );
    sending.on('error', reject);
    sending.end(body);
  });
}

function documentsIn(text: string): Answered['documents'] {
  if (!text.startsWith('{')) return [];
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
}

/** A tab that listens. */
export interface Listener {
  /** The data of the next event of this name. */
  next(event: string): Promise<Readonly<Record<string, unknown>>>;
  /** Until the desk has looked at where it begins. */
  settled(): Promise<void>;
  readonly ended: Promise<void>;
  end(): void;
}

export function listenTo({ port }: TestDesk, as: string): Promise<Listener> {
  return new Promise((resolve, reject) => {
    const headers = { host: `127.0.0.1:${port}`, authorization: `Desk ${as}` };
    const sending = request({ host: '127.0.0.1', port, path: '/v1/news', agent: false, headers }, (response) => {
      const heard: { readonly event: string; readonly data: Readonly<Record<string, unknown>> }[] = [];
      let rest = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        const parts = (rest + chunk).split('\n\n');
        rest = parts.pop() ?? '';
        for (const part of parts) {
          const [, event, data] = /^event: (\w+)\ndata: (.*)$/.exec(part) ?? [];
          if (event !== undefined && data !== undefined) heard.push({ event, data: JSON.parse(data) });
        }
      });
      response.on('error', () => {});
      const ended = new Promise<void>((end) => response.on('close', end));
      resolve({
        next: async (event) => {
          for (let tries = 0; tries < 400; tries++) {
            const at = heard.findIndex((one) => one.event === event);
            const found = heard[at];
            if (found !== undefined) {
              heard.splice(at, 1);
              return found.data;
            }
            await pause(25);
          }
          throw new Error(`no ${event} came: ${JSON.stringify(heard)}`);
        },
        settled: () => pause(1_500).then(() => {}),
        ended,
        end: () => sending.destroy(),
      });
    });
    sending.on('error', reject);
    sending.end();
  });
}
