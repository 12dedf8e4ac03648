/**
 * How easy a Spanish text is to read.
 *
 * `fernandezHuerta` (1959, its second term read as words a sentence): 206.84 − 60·S − 1.02·W; `inflesz` is Szigriszt-Pazos'
 * perspicuity (1993): 206.835 − 62.3·S − W. S: syllables a word; W: words a sentence. INFLESZ calls 55–65 normal,
 * 65–80 fairly easy and above 80 very easy for the general public (Barrio-Cantalejo 2008).
 */
export type Readability = {
  words: number;
  sentences: number;
  syllables: number;
  fernandezHuerta: number;
  inflesz: number;
  /** The sentence with most words. */
  longest: { text: string; words: number };
};

/** Measures a text; a line of a list is a sentence, and so is a heading. Numbers that are dialled are not read. */
export function readability(text: string): Readability {
  const sentences = sentencesOf(text);
  let [words, syllables] = [0, 0];
  let longest = { text: "", words: 0 };
  for (const sentence of sentences) {
    const spoken = wordsOf(sentence);
    words += spoken.length;
    for (const word of spoken) syllables += syllablesOf(word);
    if (spoken.length > longest.words) longest = { text: sentence, words: spoken.length };
  }
  const perWord = words === 0 ? 0 : syllables / words;
  const perSentence = sentences.length === 0 ? 0 : words / sentences.length;
  return {
    words,
    sentences: sentences.length,
    syllables,
    fernandezHuerta: 206.84 - 60 * perWord - 1.02 * perSentence,
    inflesz: 206.835 - 62.3 * perWord - perSentence,
    longest,
  };
}

/** The sentences of a text; ends of lines end a sentence too. */
export function sentencesOf(text: string): string[] {
  return text
    .split(/\n+|(?<=[.!?…:;])\s+/u)
    .map((sentence) => sentence.replace(/^[\s•*\-–]+/u, "").trim())
    .filter((sentence) => wordsOf(sentence).length > 0);
}

const wordsOf = (sentence: string): string[] => sentence.match(/\p{L}+/gu) ?? [];

/**
 * Syllables of a Spanish word: groups of vowels, where two strong vowels, or a weak one with an accent beside a
 * strong one, are apart: "país" has two, "causa" two, "día" two, "aéreo" four.
 */
export function syllablesOf(word: string): number {
  const letters = word
    .toLowerCase()
    .replace(/qu(?=[eiéí])/g, "k")
    .replace(/gu(?=[eiéí])/g, "g")
    .replace(/y$/, "i");
  let count = 0;
  for (const [group] of letters.matchAll(/(?:[aeiouáéíóúü]h?)+/g)) {
    const vowels = group.replaceAll("h", "");
    count += 1;
    for (let at = 1; at < vowels.length; at += 1)
      if (areApart(vowels.charAt(at - 1), vowels.charAt(at))) count += 1;
  }
  return Math.max(count, 1);
}

const strong = /[aeoáéó]/;
const weakWithAccent = /[íú]/;

function areApart(one: string, other: string): boolean {
  if (strong.test(one) && strong.test(other)) return true;
  if (weakWithAccent.test(one) && strong.test(other)) return true;
  return strong.test(one) && weakWithAccent.test(other);
}
