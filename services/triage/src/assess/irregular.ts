import { type Form, type FormTag, withPronouns } from "./verb-form.ts";

type Change = {
  /** Stem under the accent: cuelg-a, pid-e. */
  strong?: string;
  /** Stem of "pidió", "pidiera", "pidiendo". */
  weak?: string;
  /** Stem of "yo" in the present: conozc-o. */
  first?: string;
  participle?: readonly string[];
};

const diphthongs =
  "apretar:apriet quebrar:quiebr cerrar:cierr encerrar:encierr despertar:despiert empezar:empiez comenzar:comienz " +
  "pensar:piens sentar:sient negar:nieg enterrar:entierr atravesar:atravies confesar:confies defender:defiend " +
  "entender:entiend perder:pierd encender:enciend prender:prend colgar:cuelg mostrar:muestr encontrar:encuentr " +
  "soltar:suelt forzar:fuerz volar:vuel rogar:rueg contar:cuent costar:cuest acostar:acuest apostar:apuest " +
  "recordar:recuerd acordar:acuerd probar:prueb soñar:sueñ almorzar:almuerz jugar:jueg volver:vuelv " +
  "devolver:devuelv mover:muev morder:muerd doler:duel resolver:resuelv llover:lluev recomendar:recomiend tropezar:tropiez";
const weakened =
  "pedir:pid seguir:sigu perseguir:persigu conseguir:consigu repetir:repit elegir:elig servir:sirv reír:ri vestir:vist " +
  "despedir:despid impedir:impid medir:mid";
const both =
  "sentir:sient/sint mentir:mient/mint morir:muer/mur dormir:duerm/durm herir:hier/hir preferir:prefier/prefir " +
  "sugerir:sugier/sugir arrepentir:arrepient/arrepint divertir:diviert/divirt advertir:adviert/advirt";

const pairs = (list: string) =>
  list.split(" ").map((entry): [string, string] => {
    const [verb = "", stem = ""] = entry.split(":");
    return [verb, stem];
  });

/** What is not regular about otherwise regular verbs. */
export const stemChanges: Readonly<Record<string, Change>> = {
  ...Object.fromEntries(pairs(diphthongs).map(([verb, strong]) => [verb, { strong }])),
  ...Object.fromEntries(pairs(weakened).map(([verb, stem]) => [verb, { strong: stem, weak: stem }])),
  ...Object.fromEntries(
    pairs(both).map(([verb, stems]) => {
      const [strong = "", weak = ""] = stems.split("/");
      return [verb, { strong, weak }];
    }),
  ),
  volver: { strong: "vuelv", participle: ["vuelto"] },
  devolver: { strong: "devuelv", participle: ["devuelto"] },
  morir: { strong: "muer", weak: "mur", participle: ["muerto", "muerta"] },
  romper: { participle: ["roto", "rota", "rotos", "rotas", "rompido"] },
  escribir: { participle: ["escrito", "escrita"] },
  abrir: { participle: ["abierto", "abierta"] },
  cubrir: { participle: ["cubierto"] },
  destruir: { strong: "destruy" },
  huir: { strong: "huy" },
  construir: { strong: "construy" },
  conocer: { first: "conozc" },
  caer: { first: "caig" },
};

/** Verbs with hardly a regular form. `tag.when: forms`, `+` where pronouns may be attached. */
const table: Readonly<Record<string, string>> = {
  dar: "el.now:da dan|el.before:dio dieron daba daban|el.any:de den dara daria|yo.now:doy damos|yo.before:di daba dimos|tu.now:das dai|tu.before:diste|inf.any:+dar|ando.now:+dando|ado.any:dado dada|imp.any:+da +den|subj.any:diera dieran diese",
  ver: "el.now:ve ven|el.before:vio vieron veia veian|el.any:vea vean vera veria|yo.now:veo vemos|yo.before:vi veia vimos|tu.now:ves vei|tu.before:viste|inf.any:+ver|ando.now:+viendo|ado.any:visto vista|subj.any:viera vieran",
  ir: "el.now:va van|el.before:fue fueron iba iban|el.any:vaya vayan ira irian|yo.now:voy vamos|yo.before:fui iba fuimos|tu.now:vas vai|tu.before:fuiste|inf.any:+ir|ando.now:+yendo|ado.any:ido|imp.any:vete andate|subj.any:fuera fueran",
  estar:
    "el.now:esta estan|el.before:estuvo estuvieron estaba estaban|el.any:este esten estara estaria|yo.now:estoy estamos|yo.before:estuve estaba|tu.now:estas estai|tu.before:estuviste|inf.any:estar|ando.now:estando|ado.any:estado|subj.any:estuviera",
  tener:
    "el.now:tiene tienen|el.before:tuvo tuvieron tenia tenian|el.any:tenga tengan tendra tendria|yo.now:tengo tenemos|yo.before:tuve tenia tuvimos|tu.now:tienes teni tenis|tu.before:tuviste|inf.any:+tener|ando.now:+teniendo|ado.any:tenido|subj.any:tuviera tuvieran",
  venir:
    "el.now:viene vienen|el.before:vino vinieron venia venian|el.any:venga vengan vendra vendria|yo.now:vengo venimos|yo.before:vine venia|tu.now:vienes veni venis|tu.before:viniste|inf.any:+venir|ando.now:+viniendo|ado.any:venido|imp.any:ven vengan vengase|subj.any:viniera vinieran",
  poner:
    "el.now:pone ponen|el.before:puso pusieron ponia ponian|el.any:ponga pongan pondra pondria|yo.now:pongo ponemos|yo.before:puse ponia|tu.now:pones poni|tu.before:pusiste|inf.any:+poner|ando.now:+poniendo|ado.any:puesto puesta|imp.any:+pon +pongan|subj.any:pusiera pusieran",
  decir:
    "el.now:dice dicen|el.before:dijo dijeron decia decian|el.any:diga digan dira diria|yo.now:digo decimos|yo.before:dije decia|tu.now:dices deci decis|tu.before:dijiste|inf.any:+decir|ando.now:+diciendo|ado.any:dicho dicha|imp.any:+diga +digan|subj.any:dijera dijeran",
  hacer:
    "el.now:hace hacen|el.before:hizo hicieron hacia hacian|el.any:haga hagan hara haria|yo.now:hago hacemos|yo.before:hice hacia|tu.now:haces haci|tu.before:hiciste|inf.any:+hacer|ando.now:+haciendo|ado.any:hecho hecha|subj.any:hiciera hicieran",
  querer:
    "el.now:quiere quieren|el.before:quiso quisieron queria querian|el.any:quiera quieran querra querria|yo.now:quiero queremos|yo.before:quise queria|tu.now:quieres queri|tu.before:quisiste|inf.any:querer|ando.now:queriendo|ado.any:querido|subj.any:quisiera quisieran",
  poder:
    "el.now:puede pueden|el.before:pudo pudieron podia podian|el.any:pueda puedan podra podria|yo.now:puedo podemos|yo.before:pude podia|tu.now:puedes podi|tu.before:pudiste|inf.any:poder|ando.now:pudiendo|ado.any:podido|subj.any:pudiera pudieran",
  saber:
    "el.now:sabe saben|el.before:supo supieron sabia sabian|el.any:sepa sepan sabra sabria|yo.now:se sabemos|yo.before:supe sabia|tu.now:sabes sabi|tu.before:supiste|inf.any:saber|ando.now:sabiendo|ado.any:sabido|subj.any:supiera",
  salir:
    "el.now:sale salen|el.before:salio salieron salia salian|el.any:salga salgan saldra saldria|yo.now:salgo salimos|yo.before:sali salia|tu.now:sales sali|tu.before:saliste|inf.any:+salir|ando.now:saliendo saliendose|ado.any:salido|imp.any:sal salgan|subj.any:saliera salieran",
  traer:
    "el.now:trae traen|el.before:trajo trajeron traia traian|el.any:traiga traigan traera|yo.now:traigo|yo.before:traje|tu.now:traes|tu.before:trajiste|inf.any:+traer|ando.now:+trayendo|ado.any:traido|imp.any:+trae +traigan|subj.any:trajera",
  oir: "el.now:oye oyen|el.before:oyo oyeron oia oian|el.any:oiga oigan oira|yo.now:oigo oimos|yo.before:oi oia|inf.any:+oir|ando.now:+oyendo|ado.any:oido|subj.any:oyera",
  haber:
    "el.now:ha han hay|el.before:habia habian hubo|el.any:haya hayan habra habria|yo.now:he hemos|inf.any:haber|subj.any:hubiera hubieran hubiese",
  ser: "el.now:es son|el.before:era eran fue fueron|el.any:sea sean sera seria|yo.now:soy somos|yo.before:fui era|tu.now:eres eris|inf.any:ser|ando.now:siendo|ado.any:sido|subj.any:fuera fueran",
};

/** Every form of a verb of the table; undefined for the others. */
export function fullForms(infinitive: string): Form[] | undefined {
  return table[infinitive]?.split("|").flatMap((group) => {
    const [name = "", words = ""] = group.split(":");
    const [tag, when] = name.split(".") as [FormTag, Form["when"]];
    return words.split(" ").flatMap((word): Form[] => {
      if (!word.startsWith("+")) return [{ word, tag, when }];
      if (tag === "inf" || tag === "ando") return withPronouns(word.slice(1), tag, when);
      return withPronouns(word.slice(1), "inf", when).map((form) => ({ ...form, tag }));
    });
  });
}
