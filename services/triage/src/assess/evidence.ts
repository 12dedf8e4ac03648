import type { Indicator, TriageEvidence } from "@liss/contracts";
import type { Rules } from "./compile-rules.ts";
import type { Learned } from "./learned.ts";
import type { TierRow } from "./rule-set.ts";
import type { Signal } from "./signals.ts";
import { factsOf } from "./tiers.ts";
import type { Token } from "./tokens.ts";

/** Evidence is for a person to read: beyond this many places a message is read whole. */
const mostEvidence = 60;

/**
 * The places of her words that made it say so. A sign (a plea, a whisper) is shown under the indicator which it
 * made more urgent, because only indicators are on the record; what the model weighed, as the rule `aprendido`.
 */
export function evidenceOf(about: {
  rules: Rules;
  found: readonly Signal[];
  learned: readonly Learned[];
  tokens: readonly Token[];
  rows: readonly TierRow[];
  all: ReadonlySet<string>;
  length: number;
}): TriageEvidence {
  const { rules, found, learned, tokens, rows, all, length } = about;
  const place = ({ from, to }: { from: number; to: number }) => ({
    start: tokens[from]?.start ?? 0,
    end: tokens[to - 1]?.end ?? length,
  });
  const indicators = new Set([
    ...found.flatMap(({ rule }) => rules.indicatorsOf(rule)),
    ...learned.flatMap(({ indicator }) => indicator ?? []),
  ]);
  const carrierOf = (sign: string | undefined): Indicator | undefined => {
    const facts = new Set(rows.filter((row) => sign && factsOf(row).includes(sign)).flatMap(factsOf));
    return [...indicators].find((indicator) => facts.has(indicator)) ?? [...indicators].find((each) => all.has(each));
  };
  const evidence = found.flatMap(({ rule, ...span }): TriageEvidence => {
    const own = rules.indicatorsOf(rule);
    const carrier = own.length === 0 ? carrierOf(rule.sign) : undefined;
    return [...own, ...(carrier ? [carrier] : [])].map((indicator) => ({
      indicator,
      rule: rule.name,
      ...place(span),
    }));
  });
  const weighed = learned.flatMap(({ indicator, reasons }): TriageEvidence => {
    const shown = indicator ?? carrierOf(undefined);
    return shown ? reasons.map((span) => ({ indicator: shown, rule: "aprendido", ...place(span) })) : [];
  });
  return [...evidence, ...weighed].slice(0, mostEvidence);
}
