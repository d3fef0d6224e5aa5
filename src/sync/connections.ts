// Connections at a time: for another one that is closed which has done least, so that whoever only sits there keeps nobody out,
// and half of them are for members, so that strangers keep no member out.
import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** So long a connection may take to show that it moves, ms. */
const GRACE = 1_000;

/** A connection that moves as many bytes a second is working. */
const WORKING = 1_024;

interface Connection {
  readonly since: number;
  /** Whether a request is being taken or answered, since when, and how much the socket had moved before. */
  busySince: number | undefined;
  before: number;
  /** Whether it has ever had an answer. */
  served: boolean;
  /** Whether a member has proved itself on it. */
  member: boolean;
}

export interface Places {
  /** A member has proved itself on this connection: it has a place of those that strangers do not take. */
  known(socket: Socket): void;
}

/** Keeps a server to so many connections. Everybody begins as a stranger. */
export function boundConnections(server: Server, most: number): Places {
  const open = new Map<Socket, Connection>();
  let members = 0;
  const close = (socket: Socket): void => {
    if (open.get(socket)?.member === true) members--;
    open.delete(socket);
  };
  const strangers = most - 2 * Math.floor(most / 4);
  server.on('connection', (socket: Socket) => {
    if (open.size >= most || open.size - members >= strangers) {
      const others = [...open].filter(([, { member }]) => !member);
      // Where strangers fill their places, all of them at work, the one that has been at it longest goes.
      const least = others.length >= strangers ? (leastOf(others) ?? others[0]?.[0]) : leastOf(open);
      // Destroyed, it may take a moment until it tells that it is closed.
      if (least !== undefined) close(least);
      (least ?? socket).destroy();
      if (least === undefined) return;
    }
    open.set(socket, { since: performance.now(), busySince: undefined, before: 0, served: false, member: false });
    socket.once('close', () => close(socket));
  });
  server.on('request', ({ socket }, response) => {
    const connection = open.get(socket);
    if (connection === undefined) return;
    connection.busySince = performance.now();
    connection.before = moved(socket);
    response.once('close', () => {
      connection.busySince = undefined;
      connection.served = true;
    });
  });
  return {
    known(socket) {
      const connection = open.get(socket);
      if (connection === undefined || connection.member) return;
      connection.member = true;
      members++;
    },
  };
}

function moved(socket: Socket): number {
  return socket.bytesRead + socket.bytesWritten;
}

/** The connection that has done least: idle before served before slow; undefined where all of them are working. */
function leastOf(open: Iterable<readonly [Socket, Connection]>): Socket | undefined {
  const now = performance.now();
  let least: { readonly socket: Socket; readonly worth: number } | undefined;
  for (const [socket, connection] of open) {
    const worth = worthOf(socket, connection, now);
    if (worth < (least?.worth ?? Number.POSITIVE_INFINITY)) least = { socket, worth };
  }
  return least?.socket;
}

/** For comparison: the oldest are found first, and have the least worth of their kind. */
function worthOf(socket: Socket, { busySince, before, served, member }: Connection, now: number): number {
  if (busySince === undefined) return (served ? 1 : 0) + (member ? 0.5 : 0);
  const seconds = (now - busySince) / 1_000;
  if (seconds * 1_000 < GRACE) return Number.POSITIVE_INFINITY;
  const rate = (moved(socket) - before) / seconds;
  return rate >= WORKING ? Number.POSITIVE_INFINITY : 2 + rate / WORKING;
}
