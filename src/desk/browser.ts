// The browser of this computer, for whoever started the desk here.
import { win32 } from 'node:path';
import { childProcess } from '../builtins.ts';

/** By its whole path: a bare name would be looked for in the folder that the desk was started in first. */
const rundll32 = (): string => win32.join(process.env.SystemRoot || 'C:\\Windows', 'System32', 'rundll32.exe');

/** How a system opens an address. It is an argument by itself, never a line for a shell. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [command: string, ...args: string[]]>>> = {
  darwin: ['open'],
  win32: [rundll32(), 'url.dll,FileProtocolHandler'],
};

/** Whether something was found that opens it. */
export function openInBrowser(link: string): Promise<boolean> {
  const [command, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  return new Promise((resolve) => {
    const child = childProcess().spawn(command, [...args, link], { stdio: 'ignore', detached: true });
    child.on('error', () => resolve(false)).on('spawn', () => resolve(true));
    child.unref();
  });
}
