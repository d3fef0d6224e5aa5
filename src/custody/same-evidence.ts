// The same evidence for whoever reads it several times: what was asked once is remembered, and some events are left out.
import { hex } from '../chain/bytes.ts';
import type { CustodyEvent, Evidence, Hit } from './evidence.ts';

/** The evidence, that answers once: for a trace, which reads it anew for every way to read a life. */
export function remembering(evidence: Evidence): Evidence {
  const rows = new Map<string, readonly Hit[]>();
  const commissions = new Map<string, readonly CustodyEvent[]>();
  const back = new Map<number, boolean>();
  const takeBack = new Map<string, boolean>();
  const none = new Map<string, boolean>();
  const { noRows, awaits, expect, hasPages } = evidence;
  return {
    network: evidence.network,
    policy: evidence.policy,
    authority: () => evidence.authority(),
    rows(token, most, of) {
      if (of !== undefined) return evidence.rows(token, most, of);
      return once(rows, `${hex(token)} ${most ?? ''}`, () => evidence.rows(token, most));
    },
    ...(noRows !== undefined && {
      noRows(tokens, but) {
        const ask = () => noRows.call(evidence, tokens, but);
        const [first] = tokens;
        return but !== undefined || first === undefined ? ask() : once(none, `${hex(first)} ${tokens.length}`, ask);
      },
    }),
    commissions: (gtin, token) => once(commissions, `${gtin} ${hex(token)}`, () => evidence.commissions(gtin, token)),
    retracted(event) {
      if (!once(takeBack, event.chain, () => evidence.takesBack?.(event.chain) ?? true)) return false;
      return once(back, event.id, () => evidence.retracted(event));
    },
    ...(awaits !== undefined && { awaits: (gln) => awaits.call(evidence, gln) }),
    ...(expect !== undefined && { expect: (key) => expect.call(evidence, key) }),
    ...(hasPages !== undefined && { hasPages: (root, pages) => hasPages.call(evidence, root, pages) }),
    page: (root, index) => evidence.page(root, index),
    earlier: (a, b) => evidence.earlier(a, b),
    incomplete: (gtin) => evidence.incomplete(gtin),
    notices: (gtin) => evidence.notices(gtin),
    lots: (gtin, lot) => evidence.lots(gtin, lot),
  };
}

function once<K, V>(known: Map<K, V>, key: K, ask: () => V): V {
  let answer = known.get(key);
  if (answer === undefined) {
    answer = ask();
    known.set(key, answer);
  }
  return answer;
}

/** What `remembering` gave, without some of its events. */
export function withoutEvents(evidence: Evidence, ids: readonly number[]): Evidence {
  const without = new Set(ids);
  const isLeft = ({ event }: Hit): boolean => !without.has(event.id);
  return {
    ...evidence,
    commissions: (gtin, token) => evidence.commissions(gtin, token).filter(({ id }) => !without.has(id)),
    rows(token, most, of) {
      const hits = evidence.rows(token, most, of);
      if (hits.every(isLeft)) return hits;
      // What is left out makes room for as many others of its chain, where that may have more.
      const isMore = most !== undefined && hits.some((hit) => !isLeft(hit) && countOf(hit.event.chain, hits) >= most);
      return (isMore ? evidence.rows(token, most + ids.length, of) : hits).filter(isLeft);
    },
  };
}

function countOf(chain: string, hits: readonly Hit[]): number {
  return hits.reduce((count, { event }) => (event.chain === chain ? count + 1 : count), 0);
}
