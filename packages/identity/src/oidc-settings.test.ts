import { expect, test } from "vitest";
import { z } from "zod";
import { oidcOf, oidcSettings } from "./oidc-settings.ts";

const read = (environment: Record<string, string>) => oidcOf(z.object(oidcSettings).parse(environment));
const whole = {
  OIDC_ISSUER: "https://id.servicio.example",
  OIDC_CLIENT_ID: "liss",
  OIDC_CLIENT_SECRET: "un secreto",
};

test("an environment that says nothing has no login of an institution", () => {
  expect(read({})).toBeUndefined();
});

test("a whole one has it, and asks for a second factor unless it is told otherwise", () => {
  expect(read(whole)).toEqual({
    issuer: "https://id.servicio.example",
    clientId: "liss",
    clientSecret: "un secreto",
    name: "la cuenta de tu institución",
    secondFactor: "asserted",
  });
});

test.each(Object.keys(whole))("one without %s is a mistake that shows at the start", (missing) => {
  const half = Object.fromEntries(Object.entries(whole).filter(([name]) => name !== missing));
  expect(() => read(half)).toThrow(/go together/);
});
