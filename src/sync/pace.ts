// How long a peer may take: a connection that moves less than a kilobyte a second is not making progress.
import type { Socket } from 'node:net';

/** Bounds of DESIGN §9, in milliseconds; tests use shorter ones. */
export interface Patience {
  /** For all headers of a request. */
  readonly headers: number;
  /** Without progress. */
  readonly idle: number;
  /** For a whole exchange: what was taken stays, and the next one goes on from there. A quarter of an hour where absent. */
  readonly exchange?: number;
}

export const PATIENCE: Patience = { headers: 5_000, idle: 15_000 };

/** How long a whole exchange may take. */
export const EXCHANGE_TIME = 900_000;

/** How long an answer goes on that is longer than a turn needs to be, ms: then it is cut, and the next turn goes on from there. */
export const LONG_TIME = 10_000;

/** Fewer bytes than this in the idle time are no progress: a line that slow would hold a connection for hours. */
function leastBytes(idle: number): number {
  return Math.max(1_024, (idle / 1_000) * 1_024);
}

/**
 * Watches a socket and calls `late` once when it makes no progress. Returns what ends the watch.
 * A byte now and then does not keep a connection alive.
 */
export function watchPace(socket: Socket, idle: number, late: () => void): () => void {
  let seen = socket.bytesRead + socket.bytesWritten;
  const timer = setInterval(() => {
    const now = socket.bytesRead + socket.bytesWritten;
    if (now - seen < leastBytes(idle)) {
      clearInterval(timer);
      late();
    }
    seen = now;
  }, idle);
  timer.unref();
  return () => clearInterval(timer);
}

/** Whether an address is this machine, where packing costs more than the line. */
export function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(localhost|127\.|::1$|\[::1\]$|::ffff:127\.)/.test(address);
}
