// One request to the API, once it is known who asks, and what every way of it needs.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DeskDevice } from '../app/node/desk-file.ts';
import { PedigreeError } from '../errors.ts';
import type { DeskState } from './desk.ts';
import { bodyOf } from './pace.ts';
import { TurnedAway } from './replies.ts';
import { type JsonBody, parsedBody } from './request.ts';

/** Bytes of a body that is JSON. */
export const JSON_BODY = 64 * 1024;

/** One request, once it is known who asks. */
export interface DeskAsked {
  readonly desk: DeskState;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly device: DeskDevice;
  /** What stands in the place of `*` in the path. */
  readonly rest: string;
  readonly query: URLSearchParams;
}

export interface DeskRoute {
  readonly method: 'GET' | 'POST';
  /** `/v1/do/*`: one more word. */
  readonly path: string;
  /** The type of its body, where that is no JSON. */
  readonly takes?: string;
  readonly answer: (asked: DeskAsked) => void | Promise<void>;
}

/** @throws bad-request, too-large, too-slow */
export async function jsonIn({ request }: DeskAsked): Promise<JsonBody> {
  return parsedBody(await bodyOf(request, JSON_BODY));
}

/** @throws not-allowed */
export function mustBeOffice({ device }: DeskAsked): void {
  if (device.role !== 'office') throw new TurnedAway('not-allowed');
}

/** What was asked wrongly is the page's to mend; what else fails is told as it is. */
export function failing<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof PedigreeError)) throw error;
    if (error.code === 'not-found') throw new TurnedAway('not-found', { detail: error.message });
    if (error.code === 'usage') throw new TurnedAway('bad-request', { detail: error.message });
    throw error;
  }
}
