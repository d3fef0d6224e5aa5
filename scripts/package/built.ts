// What scripts/parts.mjs says of dist/packages, with types.

// @ts-expect-error: a script without types.
const parts = (await import('../parts.mjs')) as {
  readonly LATE: readonly string[];
  readonly carried: Readonly<Record<string, string>>;
  readonly placeOf: (name: string) => string;
};

/** Packages that are modules of their own. */
export const { LATE } = parts;
/** Files of packages that are taken as they are, by their names. */
export const { carried } = parts;
/** Where in dist/ something of either kind lies, without the ending of a module. */
export const { placeOf } = parts;
