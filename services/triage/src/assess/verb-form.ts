/**
 * Which forms of a verb a rule means:
 * `el` he or they do, did, would do; `yo` I or we; `tu` you, the Chilean "pegai" included; `inf` "pegar", "pegarse";
 * `infa` "pegarme", "pegarle": done to her or to others; `ando` "pegando"; `andoa` "pegándome"; `ado` "pegado",
 * "pegada", "pegao"; `imp` "pégale", "ayúdenme"; `subj` "pegara", "pegase".
 */
export const formTags = ["el", "yo", "tu", "inf", "infa", "ando", "andoa", "ado", "imp", "subj"] as const;
export type FormTag = (typeof formTags)[number];

/** A form and when it happens; `any` for those that do not say. */
export type Form = { word: string; tag: FormTag; when: "now" | "before" | "any" };

/** Pronouns that say it was done to somebody, and those that leave it open. */
export const toSomebody = ["me", "te", "le", "la", "nos", "les", "las"];
const toWhatever = ["", "se", "lo", "los", "melo", "mela", "selo", "sela", "seme", "telo"];

/** "pegar", "pegarse" as `tag`; "pegarme", "pegarle" as `tag` + "a". */
export function withPronouns(form: string, tag: "inf" | "ando", when: Form["when"]): Form[] {
  const toHer = tag === "inf" ? "infa" : "andoa";
  return [
    ...toWhatever.map((pronoun): Form => ({ word: form + pronoun, tag, when })),
    ...toSomebody.map((pronoun): Form => ({ word: form + pronoun, tag: toHer, when })),
  ];
}
