import { fullForms, stemChanges } from "./irregular.ts";
import { type Form, type FormTag, toSomebody, withPronouns } from "./verb-form.ts";

/**
 * The forms of a Spanish verb, spoken Chilean ones included, so that a rule says `~pegar` and means them all.
 * Without accents, because hardly anybody writes them: "pego" is "I hit" and "he hit".
 */
export function conjugate(infinitive: string): Form[] {
  return fullForms(infinitive) ?? regularForms(infinitive);
}

function regularForms(infinitive: string): Form[] {
  const { stem, ending } = split(infinitive);
  const change = stemChanges[infinitive];
  const strong = change?.strong ?? stem;
  const weak = change?.weak ?? stem;
  const forms: Form[] = [];
  const add = (tag: FormTag, when: Form["when"], base: string, endings: string) => {
    for (const each of endings.split(" ")) forms.push({ word: joined(base, each, ending), tag, when });
  };
  const future = infinitive;
  if (ending === "ar") {
    add("el", "now", strong, "a an");
    add("el", "before", stem, "o aron aba aban");
    add("el", "any", strong, "e en");
    add("yo", "now", strong, "o");
    add("yo", "now", stem, "amos");
    add("yo", "before", stem, "e aba abamos");
    add("tu", "now", strong, "as");
    add("tu", "now", stem, "ai ais");
    add("tu", "before", stem, "aste abas abai");
    add("tu", "any", strong, "es");
    add("subj", "any", stem, "ara aran ase asen aras arai");
    forms.push(...withPronouns(joined(stem, "ando", ending), "ando", "now"));
    add("ado", "any", stem, "ado ada ados adas ao aos");
    for (const word of imperatives(strong, stem, "a", "en", ending))
      forms.push({ word, tag: "imp", when: "any" });
  } else {
    add("el", "now", strong, "e en");
    add("el", "before", weak, "io ieron");
    add("el", "before", stem, "ia ian");
    add("el", "any", strong, "a an");
    add("yo", "now", change?.first ?? strong, "o");
    add("yo", "now", stem, ending === "er" ? "emos" : "imos");
    add("yo", "before", stem, "i ia iamos");
    add("tu", "now", strong, "es");
    add("tu", "now", stem, "i is");
    add("tu", "before", stem, "iste ias iai");
    add("subj", "any", weak, "iera ieran iese iesen ieras");
    forms.push(...withPronouns(joined(weak, "iendo", ending), "ando", "now"));
    add("ado", "any", stem, "ido ida idos idas io ia");
    for (const word of imperatives(strong, stem, "e", "an", ending))
      forms.push({ word, tag: "imp", when: "any" });
  }
  for (const word of change?.participle ?? []) forms.push({ word, tag: "ado", when: "any" });
  for (const each of ["a", "an"]) forms.push({ word: future + each, tag: "el", when: "any" });
  for (const each of ["ia", "ian"]) forms.push({ word: future + each, tag: "el", when: "any" });
  forms.push({ word: `${future}e`, tag: "yo", when: "any" }, { word: `${future}as`, tag: "tu", when: "any" });
  forms.push(...withPronouns(infinitive, "inf", "any"));
  return forms;
}

function imperatives(strong: string, stem: string, one: string, many: string, ending: string): string[] {
  const bases = [
    joined(strong, one, ending),
    joined(strong, many, ending),
    joined(strong, ending === "ar" ? "e" : "a", ending),
  ];
  const spoken = ending === "ar" ? [] : [joined(stem, "i", ending)];
  return [...bases, ...spoken].flatMap((base) =>
    [...toSomebody, "se", "lo", "los"].map((pronoun) => base + pronoun),
  );
}

/** The sound of the stem stays: pegar, pegue; ahorcar, ahorque; amenazar, amenace; perseguir, persiga. */
function joined(stem: string, form: string, ending: string): string {
  if (ending === "ar" && form.startsWith("e"))
    return stem.replace(/g$/, "gu").replace(/c$/, "qu").replace(/z$/, "c") + form;
  if (ending !== "ar" && /^[ao]/.test(form)) {
    if (stem.endsWith("gu")) return stem.slice(0, -1) + form;
    if (stem.endsWith("g")) return `${stem.slice(0, -1)}j${form}`;
    if (/[^aeiou]c$/.test(stem)) return `${stem.slice(0, -1)}z${form}`;
    if (stem.endsWith("c")) return `${stem.slice(0, -1)}zc${form}`;
  }
  if (/[aeou]$/.test(stem) && !/[gq]u$/.test(stem) && /^i[eo]/.test(form)) return `${stem}y${form.slice(1)}`;
  return stem + form;
}

export function split(infinitive: string): { stem: string; ending: string } {
  return { stem: infinitive.slice(0, -2), ending: infinitive.slice(-2) };
}
