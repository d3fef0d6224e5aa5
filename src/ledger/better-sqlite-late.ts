// The JavaScript of better-sqlite3 for the library, whose modules are no place for what is to be required.
import type Database from 'better-sqlite3';
import { loadPackage } from '#packages';

export const BetterSqlite = /* @__PURE__ */ loadPackage('better-sqlite3') as typeof Database;
