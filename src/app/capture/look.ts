// What a file says is inside a container, beside what is recorded of it: a difference is told and changes nothing.
import { phrase } from '../../words/en/capture.ts';
import { nameOf } from '../items/goods.ts';
import { childrenOf } from '../items/inventory-contents.ts';
import { containersNamed } from '../record/containers-known.ts';
import type { LineEvent } from './line-event.ts';
import { typed } from './names.ts';
import type { CaptureRun } from './run.ts';

/** Names that are told of a difference. */
const TOLD = 3;

export function lookInside(run: CaptureRun, event: LineEvent): void {
  const { parent = '' } = event;
  run.catchUp();
  const { known } = run.tx;
  const container = containersNamed(known, typed(parent)).at(-1);
  if (container === undefined) {
    run.pass(event, 'not-yet-known', phrase('contents-differ', { what: parent }));
    return;
  }
  const said = new Set([...(event.names ?? [])].map(typed));
  const recorded = new Set<string>();
  for (const { is } of childrenOf(known, container.key)) recorded.add(nameOf(is));
  const differ = [
    ...[...said].filter((name) => !recorded.has(name)),
    ...[...recorded].filter((name) => !said.has(name)),
  ];
  if (differ.length === 0) return;
  run.pass(event, 'contents-differ', phrase('contents-differ', { what: differ.slice(0, TOLD).join(', ') }));
}
