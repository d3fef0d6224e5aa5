// How long this folder waits for peers, as it is set.
import { PATIENCE, type Patience } from '../../sync/pace.ts';
import type { Config } from '../node/config.ts';

export function patienceOf({ patience, exchangeTime }: Pick<Config, 'patience' | 'exchangeTime'>): Patience {
  return { headers: Math.min(PATIENCE.headers, patience), idle: patience, exchange: exchangeTime };
}
