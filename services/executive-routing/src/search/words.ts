/** So common that whoever looks for them finds everything. */
const common = new Set(
  "que los las una uno unos unas del con por para pero como mas muy sus les nos esta este esto ese esa eso hay fue son the".split(
    " ",
  ),
);

/** Shorter ones say too little. */
const shortest = 3;
/** Of one text; a longer one is found by its first words. */
const most = 400;

/** The words by which a text is found: without accents or capitals, each once. */
export function wordsOf(text: string): string[] {
  const plain = text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase("es-CL");
  const words = plain.match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(words)].filter((word) => word.length >= shortest && !common.has(word)).slice(0, most);
}
