import type { Tier } from "@liss/contracts";
import type { CSSProperties } from "react";
import { useTranslation } from "react-i18next";
import classes from "./tier-mark.module.css";
import { TierShape } from "./tier-shape.tsx";

/** A tier in colour, shape and word, so that none depends on colour alone. `plain` leaves the ground out. */
export function TierMark({ tier, plain = false, size = 14 }: { tier: Tier; plain?: boolean; size?: number }) {
  const { t } = useTranslation("shared");
  return (
    <span className={classes.mark} data-tier={tier} data-plain={plain || undefined} style={coloursOf(tier)}>
      <TierShape tier={tier} size={size} />
      <span>{t(`tiers.${tier}`)}</span>
    </span>
  );
}

/** The colours of a tier for a component's own CSS: `--tier-mark`, `--tier-text`, `--tier-ground`. */
export function coloursOf(tier: Tier): CSSProperties {
  const colours = {
    "--tier-mark": `var(--liss-tier-${tier}-mark)`,
    "--tier-text": `var(--liss-tier-${tier}-text)`,
    "--tier-ground": `var(--liss-tier-${tier}-ground)`,
  };
  return colours as CSSProperties;
}
