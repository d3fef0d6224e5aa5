// The JavaScript of better-sqlite3, part of the program.
export { default as BetterSqlite } from 'better-sqlite3';
