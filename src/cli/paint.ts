/** Marks text for a terminal, or leaves it as it is. */
export function painter(hasColour: boolean) {
  const paint =
    (on: number, off: number) =>
    (text: string): string =>
      hasColour && text !== '' ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  return { bold: paint(1, 22), dim: paint(2, 22), red: paint(31, 39) };
}
