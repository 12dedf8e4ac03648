import type { AgreedCodeWord, CodeWordEffect } from "@liss/contracts";
import type { Rules } from "./compile-rules.ts";
import { ruleOfCode } from "./rule-set.ts";
import type { Signal } from "./signals.ts";
import type { Token } from "./tokens.ts";

/** Words agreed with one woman, which ask for help unnoticed. Kept by the service, sealed; never in the rule set. */
export type PersonalCode = AgreedCodeWord & { effect: CodeWordEffect };

/** A sentence as long as this that asks what a code means is not using it; a code is said in passing or alone. */
const askingWords = ["codigo", "clave", "significa", "sirve", "funciona"];

/** Where she uses one of her own words, compared by sound like everything else. */
export function usesOf(codes: readonly PersonalCode[], tokens: readonly Token[], rules: Rules): Signal[] {
  if (codes.length === 0) return [];
  const keys = tokens.map(({ key }) => key);
  const asking = rules.read(askingWords.join(" ")).some(({ key }) => keys.includes(key));
  if (asking) return [];
  return codes.flatMap(({ words, says, effect }): Signal[] => {
    const wanted = rules.read(words).map(({ key }) => key);
    if (wanted.length === 0) return [];
    const rule = ruleOfCode({
      name: "codigo-personal",
      says,
      source: "domain §3.3",
      patterns: [words],
      unless: [],
      effect,
      yes: [words],
      no: [],
    });
    return keys.flatMap((_, from): Signal[] => {
      const isHere = wanted.every((key, at) => keys[from + at] === key);
      return isHere ? [{ rule, from, to: from + wanted.length }] : [];
    });
  });
}
