// What a page sends while somebody scans; the page and the desk know it by this one type.

/** What somebody does in a session; numbers rise. */
export type DeskMove = { readonly id: number } & (
  | { readonly scan: string; readonly pressed?: string; readonly by: 'keys' | 'camera' }
  | { readonly undo: true }
  | { readonly answer: 'same' | 'second' | 'out' }
  | { readonly damaged: true }
  | { readonly missing: true }
  | { readonly end: true }
);
