// Links that programs shortened, wrapped or defused, slashes that are not where they belong, and names where numbers belong.
import { aiOf } from '../digital-link.ts';
import { mended, part, replaced, type Variant } from './variant.ts';

/** The link without a slash at its end; undefined where there is none. */
export function withoutEndSlash(variant: Variant): Variant | undefined {
  return isLink(variant) ? replaced(variant, /(?<=[^/])\/+(?=[?#]|$)/g, () => '', 'link-slash') : undefined;
}

/** The link with the slashes inside its serial and its lot written as a link has them. */
export function escapedSlashes(variant: Variant): Variant | undefined {
  const inner = /(?<=\/10\/)[^?#]+?(?=\/21\/|[?#]|$)|(?<=\/21\/)[^?#]+/g;
  return isLink(variant) ? replaced(variant, inner, (value) => value.replaceAll('/', '%2F'), 'link-slash') : undefined;
}

/** An address without its scheme, as browsers show it, with half of one, or with one that nobody can click on by mistake. */
export function withScheme(variant: Variant): Variant | undefined {
  const text = variant.text.replaceAll('\\/', '/');
  const scheme = SCHEME.exec(text);
  if (scheme === null || isLink(variant)) return undefined;
  return {
    text: `https://${text.slice(scheme[0].length)}`,
    origin: [],
    repairs: mended(variant, 'link-scheme', 0, 'an address of the web without https://'),
  };
}
const SCHEME = /^(?:h[tx]{2}ps?[:;：\\/]{1,5})?(?=[\w-]+(?:\.[\w-]+)+(?::\d+)?\/(?:\S*\/)?(?:0[01]|gtin|sscc)\/\d)/i;

/** The link that another one leads to: mails and searches wrap addresses. */
export function wrappedLink(variant: Variant): Variant | undefined {
  const inner = isLink(variant) ? /[?&][\w-]+=(https?%3A%2F%2F[^&#]+)/i.exec(variant.text) : null;
  const [all = '', address = ''] = inner ?? [];
  if (inner === null) return undefined;
  const from = inner.index + all.length - address.length;
  const wrapped = part(variant, from, from + address.length, 'link-wrapped', 'the address that another one leads to');
  try {
    return { ...wrapped, text: decodeURIComponent(address), origin: [] };
  } catch {
    return undefined;
  }
}

/** The link with numbers in place of the names that links of version 1.0 had. */
export function withNumbers(variant: Variant): Variant | undefined {
  if (!isLink(variant)) return undefined;
  const named = /(?<=\/)[a-z]+(?=\/)|(?<=[?&])exp(?=\d*=)/g;
  return replaced(variant, named, (name) => (name === 'exp' ? '17' : aiOf(name)), 'link-names');
}

const isLink = ({ text }: Variant): boolean => /^https?:\/\//i.test(text);
