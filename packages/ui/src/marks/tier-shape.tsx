import type { Tier } from "@liss/contracts";
import type { ReactNode } from "react";

const diamond = "M8 1.2 14.8 8 8 14.8 1.2 8z";

/** One shape per tier, told apart without colour. Source: screens.md. */
const shapes: Record<Tier, ReactNode> = {
  imminent: <path d="M8 1.6 15.2 14H.8z" fill="currentColor" />,
  high: <path d={diamond} fill="currentColor" />,
  unassessed: (
    <path d={diamond} fill="none" stroke="currentColor" strokeWidth="1.8" strokeDasharray="2.6 2" />
  ),
  support: <circle cx="8" cy="8" r="5.6" fill="currentColor" />,
  guidance: <circle cx="8" cy="8" r="4.7" fill="none" stroke="currentColor" strokeWidth="2.2" />,
  information: <circle cx="8" cy="8" r="2.9" fill="currentColor" />,
  unrelated: <path d="M3 8h10" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" />,
};

/** The bare shape; whoever uses it says the word beside it. */
export function TierShape({ tier, size = 14 }: { tier: Tier; size?: number }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      aria-hidden="true"
      focusable="false"
      style={{ color: `var(--liss-tier-${tier}-mark)`, flex: "none", display: "block" }}
    >
      {shapes[tier]}
    </svg>
  );
}
