import type { Indicator, TriageEvidence } from "@liss/contracts";
import type { Learned } from "./learned.ts";
import type { Implication, Rule, TierRow } from "./rule-set.ts";
import type { Signal } from "./signals.ts";
import { factsOf, isAtLeast } from "./tiers.ts";
import type { Token } from "./tokens.ts";

/** Evidence is for a person to read: beyond this many places a message is read whole. */
const mostEvidence = 60;

/**
 * The places of her words that made it say so. A sign (a plea, a whisper) is shown under the indicator which it
 * made more urgent, because only indicators are on the record, and under none where it alone made it urgent; what the
 * model weighed, as the rule `aprendido`.
 */
export function evidenceOf(about: {
  found: readonly Signal[];
  implied: readonly Implication[];
  learned: readonly Learned[];
  tokens: readonly Token[];
  rows: readonly TierRow[];
  all: ReadonlySet<string>;
  length: number;
}): TriageEvidence {
  const { found, implied, learned, tokens, rows, all, length } = about;
  const place = ({ from, to }: { from: number; to: number }) => ({
    start: tokens[from]?.start ?? 0,
    end: tokens[to - 1]?.end ?? length,
  });
  const indicators = new Set([
    ...found.flatMap(({ rule }) => rule.indicator ?? []),
    ...learned.flatMap(({ indicator }) => indicator ?? []),
  ]);
  const carriers = new Map<string | undefined, Indicator | undefined>();
  const carrierOf = (sign: string | undefined): Indicator | undefined => {
    if (!carriers.has(sign)) carriers.set(sign, findCarrier(sign));
    return carriers.get(sign);
  };
  const findCarrier = (sign: string | undefined): Indicator | undefined => {
    const facts = new Set(rows.filter((row) => sign && factsOf(row).includes(sign)).flatMap(factsOf));
    return (
      [...indicators].find((indicator) => facts.has(indicator)) ??
      [...indicators].find((each) => all.has(each))
    );
  };
  const meantBy = ({ indicator, sign }: Rule): Indicator[] =>
    implied.flatMap(({ one_of_each, means }) =>
      one_of_each.flat().some((fact) => fact === indicator || fact === sign) ? means : [],
    );
  const urgent = new Set(rows.filter(({ tier }) => isAtLeast(tier, "high")).flatMap(factsOf));
  const evidence = found.slice(0, mostEvidence).flatMap(({ rule, ...span }): TriageEvidence => {
    const own = rule.indicator ?? carrierOf(rule.sign);
    const shown = new Set([...(own ? [own] : []), ...meantBy(rule)]);
    const isUrgentAlone = shown.size === 0 && rule.sign !== undefined && urgent.has(rule.sign);
    return [...(isUrgentAlone ? [undefined] : shown)].map((indicator) => ({
      ...(indicator && { indicator }),
      rule: rule.name,
      ...place(span),
    }));
  });
  const weighed = learned.flatMap((each): TriageEvidence => {
    const shown = each.indicator ?? carrierOf(undefined);
    const isUrgentAlone = each.tier !== undefined && isAtLeast(each.tier, "high");
    return shown || isUrgentAlone
      ? each.reasons.map((span) => ({
          ...(shown && { indicator: shown }),
          rule: "aprendido",
          ...place(span),
        }))
      : [];
  });
  return [...evidence, ...weighed].slice(0, mostEvidence);
}
