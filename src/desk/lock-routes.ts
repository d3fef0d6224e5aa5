// The ways of operators: who there is, who is at work on this device, and that nobody is any more.
import { type DeskAsked, type DeskRoute, jsonIn } from './asked.ts';
import { replyJson } from './replies.ts';
import { textIn } from './request.ts';

export const LOCK_ROUTES: readonly DeskRoute[] = [
  { method: 'GET', path: '/v1/operators', answer: list },
  { method: 'POST', path: '/v1/unlock', answer: unlock },
  { method: 'POST', path: '/v1/lock', answer: lock },
];

function list({ desk, response }: DeskAsked): void {
  const operators = desk.devices.book.operators.map(({ name, pin, badge }) => ({
    name,
    by: [...(pin === undefined ? [] : ['pin']), ...(badge === undefined ? [] : ['badge'])],
  }));
  replyJson(response, { ok: true, operators });
}

async function unlock(asked: DeskAsked): Promise<void> {
  const { desk, device, response } = asked;
  const body = await jsonIn(asked);
  const proof = { operator: textIn(body, 'operator'), pin: textIn(body, 'pin'), badge: textIn(body, 'badge') };
  const operator = await desk.locks.unlock(device, proof);
  desk.log.note('unlocked', { device: device.name, operator });
  desk.news.tell('lock', { locked: false, operator }, device.name);
  replyJson(response, { ok: true, operator });
}

async function lock(asked: DeskAsked): Promise<void> {
  const { desk, device, response } = asked;
  await jsonIn(asked);
  desk.locks.lock(device);
  replyJson(response, { ok: true });
}
