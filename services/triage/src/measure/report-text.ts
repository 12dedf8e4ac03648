import { AssessedTier, Indicator } from "@liss/contracts";
import type { Row } from "./corpus.ts";
import { type Figures, f1Of, figuresOf, type Read } from "./figures.ts";
import { goalsOf } from "./goals.ts";

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]) =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

/** The report a person reads: figures of both halves of the corpus, and the misses of the development half in full. */
export function reportText(about: {
  ruleVersion: string;
  development: readonly Read[];
  test: readonly Read[];
  plain: readonly Read[];
  validation: readonly Read[];
}): string {
  const { ruleVersion, development, test, plain, validation } = about;
  return [
    "# What triage sees, measured",
    `Rules \`${ruleVersion}\`. Made by \`triage:report\`; do not edit. What the corpus is and cannot show: [corpus/README.md](corpus/README.md).`,
    "The figures that count are those of **test**, **plain** and **validation**: nobody who writes rules reads their messages, and no construction of them is in development. Test has one author, who was asked for what is hard; plain has four, who were asked for a fair test; validation has others, whose other messages are in development. Their misses are told by number only, so that it stays so.",
    "## Test",
    section(test),
    "## Plain",
    section(plain),
    "## Validation",
    section(validation),
    "## Development",
    "Rules and model were made from these messages; the figures say how well they fit, not how well they will do.",
    section(development),
    "## Misses of development, in full",
    ...byGravity(development.filter(isMissed)),
    "## Misses of test, plain and validation, by number",
    [...test, ...plain, ...validation]
      .filter(isMissed)
      .map(({ row, seen }) => `${row.id} ${row.tier}→${seen.tier}`)
      .join(", "),
    "",
  ].join("\n\n");
}

/** What cost most first: emergencies that were not seen, those that were none, other tiers, indicators alone. */
function byGravity(misses: readonly Read[]): string[] {
  const kinds: [string, (one: Read) => boolean][] = [
    ["Emergencies not seen", ({ row, seen }) => row.tier === "imminent" && seen.tier !== "imminent"],
    ["Emergencies that were none", ({ row, seen }) => row.tier !== "imminent" && seen.tier === "imminent"],
    ["Other tiers", ({ row, seen }) => row.tier !== seen.tier],
    ["Indicators alone", () => true],
  ];
  const told = new Set<Read>();
  return kinds.flatMap(([title, is]) => {
    const some = misses.filter((one) => !told.has(one) && is(one));
    for (const one of some) told.add(one);
    return [`### ${title}: ${some.length}`, ...some.map(missed)];
  });
}

function section(read: readonly Read[]): string {
  const figures = figuresOf(read);
  const kinds: [string, readonly Read[]][] = [
    ["all", read],
    ["single messages", read.filter(({ row }) => "text" in row)],
    ["conversations", read.filter(({ row }) => "messages" in row)],
  ];
  return [
    table(
      ["goal", "value", "wanted", ""],
      goalsOf(figures).map(({ name, value, goal, met }) => [name, value, goal, met ? "met" : "**not met**"]),
    ),
    table(
      ["", "rows", "imminent recall", "urgent placed", "false imminent", "tier accuracy", "indicators F1"],
      kinds.map(([name, some]) => [name, some.length, ...shares(figuresOf(some))]),
    ),
    tiers(figures),
    indicators(figures),
  ].join("\n\n");
}

function shares(figures: Figures): string[] {
  const { imminentRecall, urgentRecall, falseImminent, tierAccuracy, indicatorF1 } = figures;
  return [imminentRecall, urgentRecall, falseImminent, tierAccuracy]
    .map(percent)
    .concat(indicatorF1.toFixed(3));
}

function tiers({ confusion }: Figures): string {
  const names = AssessedTier.options;
  return table(
    ["labelled ↓ seen →", ...names, "recall"],
    names.map((tier) => {
      const row = names.map((seen) => confusion[tier][seen]);
      const all = row.reduce((sum, count) => sum + count, 0);
      return [tier, ...row, all === 0 ? "–" : percent(confusion[tier][tier] / all)];
    }),
  );
}

function indicators(figures: Figures): string {
  const named = Indicator.options.map((indicator) => ({ indicator, ...figures.indicators[indicator] }));
  return table(
    ["indicator", "labelled", "seen", "right", "precision", "recall", "F1"],
    named
      .filter(({ expected, found }) => expected + found > 0)
      .map(({ indicator, expected, found, right }) => [
        indicator,
        expected,
        found,
        right,
        found === 0 ? "–" : percent(right / found),
        expected === 0 ? "–" : percent(right / expected),
        f1Of({ expected, found, right }).toFixed(2),
      ]),
  );
}

function isMissed({ row, seen }: Read): boolean {
  return row.tier !== seen.tier || missing(row, seen).length > 0 || surplus(row, seen).length > 0;
}

const missing = (row: Row, seen: Read["seen"]) =>
  row.indicators.filter((each) => !seen.indicators.includes(each));
const surplus = (row: Row, seen: Read["seen"]) =>
  seen.indicators.filter((each) => !row.indicators.includes(each));

function missed({ row, seen }: Read): string {
  const said = "text" in row ? row.text : row.messages.map(({ text }) => text).join(" ⏎ ");
  const off = [
    ...missing(row, seen).map((each) => `−${each}`),
    ...surplus(row, seen).map((each) => `+${each}`),
  ];
  const tier = row.tier === seen.tier ? row.tier : `${row.tier} → **${seen.tier}**`;
  return `- ${row.id} ${tier} ${off.join(" ")}\n  > ${said.replaceAll("\n", " ")}`;
}
