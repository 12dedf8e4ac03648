/** `es, ht` → `["es", "ht"]`; null when something is no word of the desk's. */
export function wordsOf(text: string): string[] | null {
  const words = text
    .split(",")
    .map((word) => word.trim())
    .filter(Boolean);
  const fit = words.length <= 20 && words.every((word) => /^[a-z][a-z0-9-]{0,39}$/.test(word));
  return fit ? [...new Set(words)] : null;
}

/** `1,5` as well as `1.5`; null outside of what a person can carry. */
export function capacityOf(text: string): number | null {
  const value = Number(text.trim().replace(",", "."));
  return text.trim() !== "" && value >= 0 && value <= 8 ? value : null;
}
