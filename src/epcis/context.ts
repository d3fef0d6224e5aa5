// The little of JSON-LD that EPCIS 2.0 needs: prefixes of inline contexts, CURIEs and bare words. No context is ever fetched: the
// standard one is known, of others at an address only the address is told.
import type { TakeFound } from './found.ts';
import { isRecord, type JsonValue } from './json-scan.ts';
import type { Namespace } from './model.ts';
import { CONTEXT_PREFIXES } from './vocabulary.ts';

/** Addresses of the standard context, of any 2.x version. */
const STANDARD = /^https?:\/\/(?:ref\.gs1\.org|gs1\.github\.io\/EPCIS|id\.gs1\.org)\/.*epcis.*context[\w.-]*\.jsonld$/i;

export interface Context {
  /** Addresses in order. */
  readonly addresses: readonly string[];
  /** Prefixes that the file declares itself. */
  readonly own: ReadonlyMap<string, string>;
  readonly hasStandard: boolean;
}

export const NO_CONTEXT: Context = { addresses: [], own: new Map(), hasStandard: false };

/** A context with what a further `@context` says. */
export function contextWith(outer: Context, given: JsonValue, found: TakeFound): Context {
  const addresses = [...outer.addresses];
  const own = new Map(outer.own);
  let { hasStandard } = outer;
  for (const one of Array.isArray(given) ? (given as readonly JsonValue[]) : [given as JsonValue]) {
    if (typeof one === 'string') {
      addresses.push(one);
      if (STANDARD.test(one)) hasStandard = true;
      else found('context-unknown', { what: one.slice(0, 120) });
    } else if (isRecord(one)) {
      for (const [name, meaning] of Object.entries(one)) {
        const id = isRecord(meaning) ? meaning['@id'] : meaning;
        if (!name.startsWith('@') && typeof id === 'string') own.set(name, id);
      }
    }
  }
  return { addresses, own, hasStandard };
}

/** Prefixes that are no prefixes but schemes, whatever a context says. */
const SCHEMES: ReadonlySet<string> = new Set(['urn', 'http', 'https', 'ni', 'tag', 'mailto', 'data', 'ftp']);

function uriOf(prefix: string, { own }: Context): string | undefined {
  return own.get(prefix) ?? CONTEXT_PREFIXES.get(prefix);
}

/** A value that is a URI or a CURIE, with a prefix of the file itself expanded. */
export function expanded(text: string, context: Context): string {
  if (context.own.size === 0 || text.startsWith('urn:') || text.startsWith('http')) return text;
  const colon = text.indexOf(':');
  if (colon <= 0 || text.startsWith('//', colon + 1)) return text;
  const prefix = text.slice(0, colon);
  const uri = SCHEMES.has(prefix) ? undefined : context.own.get(prefix);
  return uri === undefined ? text : uri + text.slice(colon + 1);
}

/** The name of a property as namespace and local name. */
export interface PropertyName {
  readonly ns: string;
  readonly name: string;
  readonly prefix?: string;
}

/** What the name of a property means. A bare word has no namespace unless the file's own context gives it one. */
export function propertyName(key: string, context: Context): PropertyName {
  if (key.startsWith('@')) return { ns: '', name: key };
  const colon = key.indexOf(':');
  if (colon > 0 && !key.startsWith('//', colon + 1)) {
    const prefix = key.slice(0, colon);
    const ns = uriOf(prefix, context);
    if (ns !== undefined) return { ns, name: key.slice(colon + 1), prefix };
  }
  const uri = colon > 0 ? key : context.own.get(key);
  if (uri === undefined) return { ns: '', name: key };
  const cut = Math.max(uri.lastIndexOf('#'), uri.lastIndexOf('/'), uri.lastIndexOf(':')) + 1;
  return cut === uri.length ? { ns: uri, name: key } : { ns: uri.slice(0, cut), name: uri.slice(cut) };
}

/** The prefixes of a context, those of the file itself. */
export function namespacesOf({ own }: Context): Namespace[] {
  return [...own].map(([prefix, uri]) => ({ prefix, uri }));
}
