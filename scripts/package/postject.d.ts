// The part of postject that puts a blob into a program.
declare module 'postject' {
  export function inject(
    file: string,
    resource: string,
    blob: Buffer,
    options: { readonly sentinelFuse: string },
  ): Promise<void>;
}
