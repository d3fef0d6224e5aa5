// Texts of others for which there is only so much room. Pure.

/** The beginning of a text, of at most so many UTF-16 units, that ends with a whole character; well-formed, whatever the text is. */
export function cutText(text: string, most: number): string {
  return text
    .slice(0, most)
    .replace(/[\ud800-\udbff]$/, '')
    .toWellFormed();
}
