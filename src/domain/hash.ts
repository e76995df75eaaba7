/** One round of multiply, rotate, multiply over 32 bits; `multiplier` is odd. Used for hashes, not for randomness. */
export function mix(word: number, multiplier: number): number {
  const product = Math.imul(word, multiplier);
  const rotated = (product << 15) | (product >>> 17);
  return Math.imul(rotated ^ (rotated >>> 13), 0xe6546b65 | 1);
}

/** 32 bits of a text. */
export function hashText(text: string): number {
  let hash = text.length | 0;
  for (let index = 0; index < text.length; index++) hash = mix(hash ^ text.charCodeAt(index), 0xcc9e2d51);
  return hash;
}

// Lots come and go for ever, so the memory of their hashes is emptied when it is full.
const MOST_REMEMBERED = 4096;
const remembered = new Map<string, number>();

/** `hashText` for texts that come again and again. */
export function hashName(name: string): number {
  let hash = remembered.get(name);
  if (hash === undefined) {
    if (remembered.size === MOST_REMEMBERED) remembered.clear();
    hash = hashText(name);
    remembered.set(name, hash);
  }
  return hash;
}

export function toHexadecimal(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
