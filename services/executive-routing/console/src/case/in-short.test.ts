import { expect, test } from "vitest";
import { at } from "../fixtures.test-support.ts";
import { factsOf, inShort, whyReadOnly } from "./in-short.ts";
import type { Fact, FieldName } from "./server.ts";

const fact = (field: FieldName, facts: Partial<Fact> = {}): Fact => ({
  field,
  value: null,
  byName: null,
  at: null,
  mayChange: true,
  ...facts,
});
const written = (value: string | null): Partial<Fact> => ({ value, byName: "Ana", at: at(0) });

test("in short: what matters first, in its order, and what is missing of it", () => {
  const facts = [
    fact("aggressor.weapons", written("un arma inventada")),
    fact("person.language", written("creole")),
    fact("home.commune", written("Villa Ficticia")),
    fact("contact.called"),
  ];
  const { known, missing, written: count } = inShort(facts);
  expect(known.map(({ field }) => field)).toEqual(["home.commune", "aggressor.weapons"]);
  expect(missing).toEqual(["contact.called"]);
  expect(count).toBe(3);
});

test("what was destroyed is neither known nor missing", () => {
  const { known, missing, written: count } = inShort([fact("home.commune", written(null))]);
  expect(known).toEqual([]);
  expect(missing).toEqual([]);
  expect(count).toBe(1);
});

test("facts stand in their section", () => {
  const facts = [fact("legal.complaint"), fact("home.region"), fact("legal.measures")];
  expect(factsOf(facts, "legal").map(({ field }) => field)).toEqual(["legal.complaint", "legal.measures"]);
});

test("she is told why she may not change it: nobody's, another's, closed, or too late for some", () => {
  const locked = [fact("home.region", { mayChange: false })];
  const card = { status: "attended" as const, owner: { id: "berta", name: "Berta" } };
  expect(whyReadOnly([fact("home.region")], card)).toBeNull();
  expect(whyReadOnly(locked, card)).toEqual({ why: "others", name: "Berta" });
  expect(whyReadOnly(locked, { status: "waiting", owner: null })).toEqual({ why: "waiting" });
  expect(whyReadOnly(locked, { status: "closed", owner: null })).toEqual({ why: "closed" });
  const some = [...locked, fact("legal.measures")];
  expect(whyReadOnly(some, { status: "closed", owner: null })).toEqual({ why: "some" });
});
