// The link that pairs a device: the code stands behind the `#`, which is sent to nobody and stands in no log of a server.

export function linkTo(url: string, code: string, screen?: string): string {
  return `${url}#pair=${code}${screen === undefined ? '' : `&screen=${screen}`}`;
}
