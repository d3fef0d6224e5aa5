// Goods that cannot be found here, and that turn up again.

import { EVENT } from '../../custody/events/all.ts';
import { recordGoods } from '../judging/record-goods.ts';
import type { Home } from '../node/home.ts';
import { recordStep, type StepData } from './record-step.ts';

export interface MissingRequest {
  readonly items: readonly string[];
  readonly note?: string;
}

/** Says that goods in the own custody cannot be found. @throws wrong-state (14), with `items[]` */
export function missing(home: Home, request: MissingRequest): StepData {
  return recordGoods(home, whatOf('missing', request), (tx) =>
    recordStep(tx, request.items, {
      type: EVENT.missing.type,
      details: noted(request),
      receives: true,
      done: ({ effective }) => effective.at === 'unaccounted' && effective.holder === home.self.gln,
    }),
  );
}

/** Says that goods reported missing are here. @throws wrong-state (14), with `items[]` */
export function found(home: Home, request: MissingRequest): StepData {
  return recordGoods(home, whatOf('found', request), (tx) =>
    recordStep(tx, request.items, {
      type: EVENT.found.type,
      details: noted(request),
      takes: ['unaccounted'],
      receives: false,
      done: ({ effective }) => effective.at === 'active' && effective.holder === home.self.gln,
    }),
  );
}

function whatOf(command: string, { note }: MissingRequest) {
  return { command, ...(note === undefined ? {} : { note }) };
}

/** Whoever holds one of the items may read why. */
function noted({ note }: MissingRequest) {
  return note === undefined ? {} : { note };
}
