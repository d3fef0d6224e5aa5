// Slashes of links that are not where they belong: one at the end, and those of a serial or a lot that were not written %2F.
import { replaced, type Variant } from './variant.ts';

/** The link without a slash at its end; undefined where there is none. */
export function withoutEndSlash(variant: Variant): Variant | undefined {
  return isLink(variant) ? replaced(variant, /(?<=[^/])\/+(?=[?#]|$)/g, () => '', 'link-slash') : undefined;
}

/** The link with the slashes inside its serial and its lot written as a link has them. */
export function escapedSlashes(variant: Variant): Variant | undefined {
  const inner = /(?<=\/10\/)[^?#]+?(?=\/21\/|[?#]|$)|(?<=\/21\/)[^?#]+/g;
  return isLink(variant) ? replaced(variant, inner, (value) => value.replaceAll('/', '%2F'), 'link-slash') : undefined;
}

const isLink = ({ text }: Variant): boolean => /^https?:\/\//i.test(text);
