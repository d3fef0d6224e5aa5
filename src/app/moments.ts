// Times as the people here say them: the calendar day of a zone, and "today at 10:42".

/** The calendar day of a moment in a zone, YYYY-MM-DD; the machine's own zone where none is given. */
export function dayIn(zone: string | undefined, at: number): string {
  if (zone === undefined) {
    const date = new Date(at);
    const two = (n: number) => String(n).padStart(2, '0');
    return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  }
  // Swedish writes dates as ISO 8601 does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    at,
  );
}

/** How a past moment is said now: `today at 10:42`, `on 2026-11-21 at 10:42`. */
export function sayMoment(zone: string | undefined, now: number): (at: number) => string {
  return (at) => {
    const options = {
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      ...(zone === undefined ? {} : { timeZone: zone }),
    } as const;
    const time = new Intl.DateTimeFormat('en-GB', options).format(at);
    const day = dayIn(zone, at);
    return day === dayIn(zone, now) ? `today at ${time}` : `on ${day} at ${time}`;
  };
}
