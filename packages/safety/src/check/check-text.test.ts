import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCorpus } from "../cli/corpus.ts";
import { loadCheckText } from "../safety.ts";

const check = loadCheckText();
const codesOf = (text: string) => check(text).reasons.map(({ code }) => code);

describe("what betrays her is refused", () => {
  test.each([
    ["Hola, te escribo de SernamEG", "institution"],
    ["Te espera el centro de la mujer de tu comuna", "institution"],
    ["Si pasa algo llama al 133", "help-number"],
    ["marca uno cuatro cinco cinco", "help-number"],
    ["Ya avisamos a Carabineros", "police"],
    ["¿Ya lo demandaste?", "justice"],
    ["¿Ya hiciste la denuncia?", "justice"],
    ["¿te pegó?", "violence"],
    ["¿Te hizo daño tu pareja?", "about-him"],
    ["¿Está él ahí?", "about-him"],
    ["esta el ahi?", "about-him"],
    ["¿Puedes salir sin que se dé cuenta?", "about-him"],
    ["Borra este chat", "hiding"],
    ["Ten listo un bolso con los documentos por si tienes que salir", "escape"],
    ["Nadie te va a quitar a tus hijos", "children"],
  ])("%s", (text, code) => {
    expect(codesOf(text)).toContain(code);
  });
});

describe("a disguise changes nothing", () => {
  test.each([
    "VIOLENCIA",
    "biolensia",
    "v i o l e n c i a",
    "v1ol3ncia",
    "viol*ncia",
    "vio-len-cia",
    "vi\u200bolen\u200bcia",
    "viоlencia", // with a Cyrillic о
    "denusia",
    "d3nuncia",
    "den**cia",
    "carabiners",
    "lacomisaria",
    "s.e.r.n.a.m",
    "P D I",
  ])("%s", (text) => {
    expect(check(`te cuento de ${text}`).safe).toBe(false);
  });
});

describe("some names decide alone, whatever stands around them", () => {
  test.each([
    "hola, carabineros va en camino",
    "hola PDI",
    "comisaría",
    "el agresor",
    "gracias, saludos del sernameg",
  ])("%s", (text) => {
    expect(check(text).safe).toBe(false);
  });
});

describe("what the service itself asks first and says between is not feared", () => {
  test.each([
    "¿Este WhatsApp es solo tuyo o lo comparten?",
    "Te leo. ¿Puedes seguir escribiendo?",
    "¿Cómo quieres que te diga?",
    "¿Puedes abrirlo?",
    "Te escribo mientras no estás.",
    "Por aquí solo vemos encargos.",
    "Dame un minuto y te contesto.",
  ])("%s", (text) => {
    expect(check(text).reasons).toEqual([]);
  });
});

test("one clause betrays at the end of a long innocent text as it does alone", () => {
  const innocent = "La torta quedó rica y las niñas llegaron bien del colegio. ".repeat(90);
  expect(check(innocent).safe).toBe(true);
  expect(check(`${innocent}¿Te volvió a dejar moretones?`).safe).toBe(false);
});

/** Weights and network together, on texts that nobody who writes rules has read. Without the network it refuses more. */
test("of the test texts most that betray are caught, and few that do not are refused", () => {
  const texts = readCorpus("test").map(({ text, plan, safe }) => ({
    safe,
    refused: !check(text, plan).safe,
  }));
  const share = (isSafe: boolean) => {
    const all = texts.filter(({ safe }) => safe === isSafe);
    return all.filter(({ refused }) => refused).length / all.length;
  };
  expect(share(false)).toBeGreaterThanOrEqual(0.96);
  expect(share(true)).toBeLessThanOrEqual(0.03);
});

describe("cover talk passes", () => {
  test.each([
    "Hola, ¿cómo estás? ¿Puedes escribir ahora?",
    "Te espero a las 5 con los papeles de la matrícula",
    "Cuando puedas me avisas",
    "me muero de la risa",
    "Fue un golpe de suerte",
    "Vamos a la casa de mi tía",
    "¿Cómo te fue en la pega?",
    "Hay harta demanda de pan",
    "La sala 133 queda arriba",
    "Mi prima es abogada",
    "",
    "👍",
  ])("%s", (text) => {
    expect(check(text).reasons).toEqual([]);
  });
});

describe("reasons", () => {
  test("say where, which words and why", () => {
    const text = "Hola linda, ¿te pegó?";
    const [reason] = check(text).reasons;
    expect(text.slice(reason!.start, reason!.end)).toBe(reason!.words);
    expect(reason!.words).toContain("te pegó");
    expect(reason!.sentence).toMatch(/violencia/);
  });

  test("always point into the text, whatever it is, and nothing throws", () => {
    const fragment = fc.constantFrom(
      "te pegó ",
      "él ",
      "den**cia ",
      "v i f ",
      "133 ",
      "¿",
      ".",
      "🚨",
      "a",
      "é\u0301",
      "*",
      "\n",
    );
    const texts = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(fragment, { maxLength: 60 }).map((all) => all.join("")),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const { safe, reasons } = check(text, { avoid: ["casa"], realName: "Ana" }, { pii: true });
        for (const { start, end, words } of reasons) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThan(start);
          expect(text.slice(start, end)).toBe(words);
        }
        expect(safe).toBe(reasons.every(({ kind }) => kind === "pii"));
      }),
      { numRuns: 300 },
    );
  });

  test("harmless words before and after do not hide what betrays", () => {
    const cover = fc.constantFrom(
      "Llegó tu pedido.",
      "La torta quedó rica.",
      "Nos vemos el viernes.",
      "Trae la lana azul.",
    );
    const bad = fc.constantFrom(
      "¿Te pegó?",
      "Llama al 133.",
      "Borra este chat.",
      "Ya hice la denuncia.",
      "¿Está él ahí?",
    );
    fc.assert(
      fc.property(
        fc.array(cover, { maxLength: 12 }),
        bad,
        fc.array(cover, { maxLength: 12 }),
        (before, text, after) => {
          expect(check([...before, text, ...after].join(" ")).safe).toBe(false);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("her plan", () => {
  const plan = { avoid: ["taller", "plaza", "cuenta rut"], alias: "Marta", realName: "Luz Carolina" };
  test.each([
    ["el TALLER es mañana", "word-to-avoid"],
    ["los talleres parten hoy", "word-to-avoid"],
    ["nos vemos en la p l a z a", "word-to-avoid"],
    ["mañana te depositan en la cuenta RUT", "word-to-avoid"],
    ["hola carolina", "real-name"],
    ["Hola Luz", "real-name"],
  ])("forbids: %s", (text, code) => {
    expect(check(text, plan).reasons.map((reason) => reason.code)).toContain(code);
  });
  test.each(["Hola Marta", "el plazo vence mañana", "se cortó la luz"])("allows: %s", (text) => {
    expect(check(text, plan).reasons).toEqual([]);
  });
  test("the agreed word is never written, not even to ask for it", () => {
    expect(check("¿me dices girasol?", { agreedWord: "girasol" }).reasons[0]?.code).toBe("agreed-word");
  });
  test("hours outside of it are not proposed", () => {
    const hours = [{ days: ["mon" as const], from: "09:00", to: "13:00" }];
    expect(check("te escribo a las 11 de la noche", { hours }).reasons[0]?.code).toBe("outside-hours");
    expect(check("te escribo a las 11", { hours }).safe).toBe(true);
  });
});
