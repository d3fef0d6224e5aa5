// What exchanges may take where nothing else is set; how long they may take stands with their pace.

/** The most that one turn needs, whatever there is to say: proxies take 1 MiB where nobody has told them otherwise. */
export const TURN_BYTES = 512 * 1024;

/** Of a server: connections at a time, and exchanges that are remembered between their turns. */
export const CONNECTIONS = 256;
export const SESSIONS = 1_024;
/** Answers at a time that are longer than a turn needs to be: 32 MiB at most, of which each holds what is read at a time, 3.5 MB, twice at most. */
export const LONG_ANSWERS = 8;
