import { alertCodes, deliveryStates, indicators, tiers } from "@liss/contracts";
import { describe, expect, test } from "vitest";
import { shared } from "./shared.es-cl.ts";
import { createTranslations } from "./translations.ts";

const t = createTranslations({ other: { greeting: "hola" } }).t;

describe("the shared catalogue", () => {
  test("has a word for every tier, indicator and delivery state", () => {
    expect(Object.keys(shared.tiers).sort()).toEqual([...tiers].sort());
    expect(Object.keys(shared.indicators).sort()).toEqual([...indicators].sort());
    expect(Object.keys(shared.delivery).sort()).toEqual([...deliveryStates].sort());
  });

  test("says every alarm as one line that names nobody", () => {
    expect(Object.keys(shared.alerts).sort()).toEqual([...alertCodes, "other"].sort());
    for (const line of Object.values(shared.alerts)) expect(line).toMatch(/^[A-ZÁÉÍÓÚ].{10,90}[^.]$/);
  });

  test("says an indicator in three words at most", () => {
    for (const words of Object.values(shared.indicators))
      expect(words.split(" ").length).toBeLessThanOrEqual(3);
  });

  test("says every refusal as a sentence", () => {
    for (const sentence of Object.values(shared.refusals)) expect(sentence).toMatch(/^[A-ZÁÉÍÓÚ].+\.$/);
  });

  test("is there at once, with the application's own beside it", () => {
    expect(t("tiers.imminent")).toBe("Emergencia");
    expect((t as (key: string) => string)("other:greeting")).toBe("hola");
    expect(t("login.too-many-attempts", { count: 1 })).toContain("1 minuto y");
  });
});
