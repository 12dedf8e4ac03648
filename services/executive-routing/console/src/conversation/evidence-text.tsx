import type { MessageView } from "@liss/executive-routing/desk-api";
import { Tooltip } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import classes from "./conversation.module.css";
import { stretchesOf } from "./evidence.ts";

/** Her words as she wrote them; those that made triage say something, softly underlined with what it said. */
export function EvidenceText({
  text,
  evidence,
}: {
  text: string;
  evidence: NonNullable<MessageView["assessment"]>["evidence"];
}) {
  const { t } = useTranslation(["desk", "shared"]);
  const stretches = useMemo(() => stretchesOf(text, evidence), [text, evidence]);
  return (
    <p className={classes.text}>
      {stretches.map(({ start, text: words, indicators }) => {
        if (indicators.length === 0) return words;
        const named = indicators.flatMap((indicator) =>
          indicator ? t(`shared:indicators.${indicator}`) : [],
        );
        const said =
          named.length > 0 ? t("thread.evidence", { indicator: named.join(" · ") }) : t("thread.urgent");
        return (
          <Tooltip key={start} label={said}>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the reason must be reachable without a mouse */}
            <mark className={classes.evidence} tabIndex={0}>
              {words}
            </mark>
          </Tooltip>
        );
      })}
    </p>
  );
}
