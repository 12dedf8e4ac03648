/**
 * The forms of a Spanish verb as they are written in a chat, the spoken ones of Chile among them ("pegái", "pegao"),
 * with and without pronouns behind ("bórralo", "escondértelo"). Stems that change are covered by trying every change:
 * a form that does not exist harms nobody.
 */
export function formsOf(infinitive: string): string[] {
  const stem = infinitive.slice(0, -2);
  const family = infinitive.slice(-2) === "ar" ? "ar" : "er";
  const endings = family === "ar" ? arEndings : erEndings;
  const bases = new Set([stem, ...changed(stem)]);
  const forms = new Set<string>();
  for (const base of bases) {
    for (const ending of endings.plain) forms.add(join(base, ending, family));
    for (const ending of endings.pronounced) {
      for (const pronoun of pronouns) forms.add(join(base, ending, family) + pronoun);
    }
  }
  for (const pronoun of pronouns) {
    forms.add(infinitive + pronoun);
    for (const ending of arErFuture) forms.add(infinitive + ending);
  }
  return [...forms];
}

const list = (words: string) => words.split(" ");
const pronouns = [
  "",
  ...list("me te se lo la le los las les nos melo mela telo tela selo sela telos telas selos selas"),
];
const arErFuture = list("e as a emos an ia ias iamos ian iai");
const arEndings = {
  plain: list(
    "o as amos an aba abas abamos aban abai ai e es emos en aste aron ado ada ados adas ao ara aras aran ase",
  ),
  pronounced: list("a e en ando ate"),
};
const erEndings = {
  plain: list(
    "o es emos imos en ia ias iamos ian iai i is as amos an io iste ieron ido ida idos idas io iera ieras ieran iese yo yeron yera",
  ),
  pronounced: list("e a an iendo yendo ete"),
};

/** "cont" → "cuent", "persegu" → "persigu", "defend" → "defiend". */
function changed(stem: string): string[] {
  const last = /^(.*)([eo])([^aeiou]+u?)$/.exec(stem);
  if (!last) return [];
  const [, before = "", vowel, after = ""] = last;
  return vowel === "o" ? [`${before}ue${after}`] : [`${before}ie${after}`, `${before}i${after}`];
}

/** The sound of the stem stays: pegar, pegue; ahorcar, ahorque; proteger, protejo. */
function join(stem: string, ending: string, family: "ar" | "er"): string {
  if (family === "ar" && ending.startsWith("e")) {
    return stem.replace(/g$/, "gu").replace(/c$/, "qu").replace(/z$/, "c") + ending;
  }
  if (family === "er" && /^[oa]/.test(ending)) return stem.replace(/gu$/, "g").replace(/g$/, "j") + ending;
  return stem + ending;
}
