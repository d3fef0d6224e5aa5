// Parts of Node.js that take milliseconds to load and that most runs never reach (node:crypto alone takes ten): loaded when
// they are first asked for.

function late<T>(load: () => T): { (): T; readonly isLoaded: () => boolean } {
  let loaded: T | undefined;
  const get = () => {
    loaded ??= load();
    return loaded;
  };
  return Object.assign(get, { isLoaded: () => loaded !== undefined });
}

export const childProcess = late(() => process.getBuiltinModule('node:child_process'));
export const crypto = late(() => process.getBuiltinModule('node:crypto'));
export const nodeModule = late(() => process.getBuiltinModule('node:module'));
export const os = late(() => process.getBuiltinModule('node:os'));
export const tty = late(() => process.getBuiltinModule('node:tty'));
export const v8 = late(() => process.getBuiltinModule('node:v8'));
