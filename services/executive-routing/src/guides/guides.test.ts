import { defaultSafeContactPlan } from "@liss/contracts";
import { loadCheckText } from "@liss/safety";
import { expect, test } from "vitest";
import { loadGuides } from "./load-guides.ts";

const guides = loadGuides();
const texts = guides.flatMap((guide) =>
  guide.steps.flatMap(({ id, say = {} }) =>
    Object.entries(typeof say === "string" ? { any: say } : say).map(
      ([phone, text]) => [`${guide.id}/${id}`, text, phone] as const,
    ),
  ),
);

test("there is a safe goodbye and a card for each thing that is not everyday", () => {
  expect(guides.map(({ id }) => id)).toEqual([
    "despedida-segura",
    "agresor-uniformado",
    "es-ella",
    "menores",
    "silencio-en-peligro",
    "terceras-personas",
  ]);
});

test("the goodbye has words for each phone: chat, contact, notices and linked devices, and says what cannot be undone", () => {
  const [goodbye] = guides;
  for (const id of ["chat", "contacto", "avisos", "dispositivos"]) {
    const say = goodbye?.steps.find((step) => step.id === id)?.say;
    expect(Object.keys(say ?? {})).toEqual(expect.arrayContaining(["android", "iphone", "unknown"]));
  }
  expect(goodbye?.cannot.join(" ")).toMatch(/copias de seguridad.*programa espía/);
});

const checkText = loadCheckText();
const fearsOf = (text: string) => checkText(text, defaultSafeContactPlan).reasons;

// How to hide a chat gives away that there is something to hide: on her own phone a person answers for it.
test.each(texts.filter(([, , phone]) => phone !== "any" && phone !== "shared"))(
  "%s: a person may answer for these words: %s",
  (_where, text) => {
    expect(fearsOf(text).filter(({ kind }) => kind !== "betrays")).toEqual([]);
  },
);

test.each(texts.filter(([where, , phone]) => phone === "shared" || /^(es-ella|silencio)/.test(where)))(
  "%s: whoever looks learns nothing: %s",
  (_where, text) => {
    expect(fearsOf(text)).toEqual([]);
  },
);
