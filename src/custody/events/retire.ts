// The last event of a chain.
import { shape } from '../body.ts';
import { defineEvent } from './define.ts';

export const retire = defineEvent({
  type: 'retire',
  code: 4,
  parts: { public: shape({}) },
  index: 'authority',
});
