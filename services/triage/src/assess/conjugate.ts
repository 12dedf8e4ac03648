/**
 * The forms of a regular Spanish verb, spoken Chilean ones included ("pegai", "pegao"), so that a rule says
 * `~pegar` and means them all. A verb that changes its stem is written twice: `~apretar ~aprietar`.
 */
export function formsOf(infinitive: string): string[] {
  const { stem, ending } = split(infinitive);
  const forms = ending === "ar" ? first : second;
  return [...forms.map((form) => joined(stem, form)), ...withPronoun(infinitive), ...gerundsOf(infinitive)];
}

/** "pegando", "pegándome", "pegándole"… */
export function gerundsOf(infinitive: string): string[] {
  const { stem, ending } = split(infinitive);
  return withPronoun(stem + (ending === "ar" ? "ando" : "iendo"));
}

const pronouns = ["", "me", "te", "se", "le", "la", "lo", "nos", "les", "las", "los"];
const withPronoun = (form: string) => pronouns.map((pronoun) => form + pronoun);

const first =
  "a o as ai an amos aba abas abai aban e es en emos aste ste aron ado ada ados adas ao are ara aran aras aria arian arai".split(
    " ",
  );
const second =
  "e o es i en emos imos ia ias iai ian a as an io iste ieron ido ida idos idas era eran eria erian ira iran iria irian iera ieran iese".split(
    " ",
  );

/** The sound of the stem stays: pegar, pegue; ahorcar, ahorque. */
function joined(stem: string, form: string): string {
  if (!form.startsWith("e")) return stem + form;
  return stem.replace(/g$/, "gu").replace(/c$/, "qu").replace(/z$/, "c") + form;
}

function split(infinitive: string): { stem: string; ending: string } {
  return { stem: infinitive.slice(0, -2), ending: infinitive.slice(-2) };
}
