import type { Tier } from "@liss/contracts";

/** Colours that a scheme gives to one tier: its mark, words in its colour, and a pale ground behind them. */
export type TierColours = { mark: string; text: string; ground: string };

export type SchemeColours = {
  /** Behind everything. */
  page: string;
  /** Columns, cards, bars. */
  surface: string;
  /** What is chosen or raised on a surface. */
  raised: string;
  border: string;
  /** The edge of a field: seen without its label (3:1). */
  fieldBorder: string;
  text: string;
  dimmed: string;
  accent: string;
  accentText: string;
  accentGround: string;
  good: string;
  warning: string;
  warningGround: string;
  danger: string;
  dangerGround: string;
  /** Bubbles: hers, the executive's, the robot's. */
  bubbleIn: string;
  bubbleOut: string;
  bubbleRobot: string;
  evidence: string;
  tiers: Record<Tier, TierColours>;
};

/** Day. Source: screens.md, the table of tiers. */
export const light: SchemeColours = {
  page: "#eff1f4",
  surface: "#ffffff",
  raised: "#f4f6f9",
  border: "#dde1e8",
  fieldBorder: "#868e9c",
  text: "#1d232e",
  dimmed: "#566072",
  accent: "#3350bf",
  accentText: "#2f4ab3",
  accentGround: "#e8ecfb",
  good: "#1f7a4d",
  warning: "#8a5200",
  warningGround: "#fdf3df",
  danger: "#a3192a",
  dangerGround: "#fdeced",
  bubbleIn: "#ffffff",
  bubbleOut: "#e1e8fc",
  bubbleRobot: "#ece8f3",
  evidence: "#b45309",
  tiers: {
    imminent: { mark: "#b00e25", text: "#a00d22", ground: "#fde8ea" },
    high: { mark: "#b5500b", text: "#9a4308", ground: "#fdefe2" },
    unassessed: { mark: "#b5500b", text: "#9a4308", ground: "#fdefe2" },
    support: { mark: "#7541b8", text: "#683aa6", ground: "#f2ebfb" },
    guidance: { mark: "#0f766e", text: "#0c6a63", ground: "#e1f4f1" },
    information: { mark: "#4a5d78", text: "#43556e", ground: "#e9edf3" },
    unrelated: { mark: "#6a7280", text: "#5a6270", ground: "#eef0f2" },
  },
};

/** Night: eight hours of it. Never pure black, never pure white. */
export const dark: SchemeColours = {
  page: "#12151a",
  surface: "#191d24",
  raised: "#222832",
  border: "#2d3440",
  fieldBorder: "#6d7788",
  text: "#dde2ea",
  dimmed: "#9ba5b5",
  accent: "#4a66d6",
  accentText: "#9db0fb",
  accentGround: "#222c4d",
  good: "#5cc28d",
  warning: "#e5b264",
  warningGround: "#33290f",
  danger: "#f59aa3",
  dangerGround: "#3f161b",
  bubbleIn: "#232933",
  bubbleOut: "#26335c",
  bubbleRobot: "#302b42",
  evidence: "#e8a862",
  tiers: {
    imminent: { mark: "#ff8b96", text: "#ffb3ba", ground: "#4a141b" },
    high: { mark: "#f0954f", text: "#f4ab73", ground: "#38220f" },
    unassessed: { mark: "#f0954f", text: "#f4ab73", ground: "#38220f" },
    support: { mark: "#b795ee", text: "#c6abf2", ground: "#2b2140" },
    guidance: { mark: "#4fc3b5", text: "#6fd0c4", ground: "#102f2c" },
    information: { mark: "#94a7c4", text: "#a8b8d0", ground: "#232b38" },
    unrelated: { mark: "#8f97a5", text: "#a2a9b5", ground: "#252a31" },
  },
};

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The tokens of a scheme as CSS variables: `--liss-surface`, `--liss-tier-high-mark`… */
export function cssVariablesOf({ tiers, ...plain }: SchemeColours): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(plain)) variables[`--liss-${kebab(name)}`] = value;
  for (const [tier, colours] of Object.entries(tiers)) {
    for (const [part, value] of Object.entries(colours)) variables[`--liss-tier-${tier}-${part}`] = value;
  }
  return variables;
}
