import type { SafetyReview } from "@liss/executive-routing/desk-api";
import { Button } from "@mantine/core";
import { IconShieldExclamation } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { desk } from "../texts.es-cl.ts";
import classes from "./safe-contact.module.css";
import type { OverrideReason } from "./server.ts";

const reasons = Object.keys(desk.safety.overrides) as OverrideReason[];

/** Above the composer: why these words should not be sent, where they are, and one tap to answer for them. */
export function WordsWarning({
  review,
  text,
  name,
  onOverride,
}: {
  review: SafetyReview;
  text: string;
  /** Of the file beside it; it is read by others too. */
  name: string;
  onOverride: (reason: OverrideReason) => void;
}) {
  const { t } = useTranslation("desk");
  const bySentence = new Map<string, string[]>();
  for (const { sentence, start, end, inName } of review.refusals) {
    const words = start === undefined || end === undefined ? [] : [(inName ? name : text).slice(start, end)];
    bySentence.set(sentence, [...(bySentence.get(sentence) ?? []), ...words]);
  }
  return (
    <section className={classes.warning} aria-label={t("safety.warning")}>
      <IconShieldExclamation size={20} stroke={1.7} aria-hidden="true" />
      <div>
        <p role="status" className={classes.title}>
          {t(review.overridable ? "safety.think" : "safety.cannot")}
        </p>
        <ul>
          {[...bySentence].map(([sentence, words]) => (
            <li key={sentence}>
              {sentence}{" "}
              {words.map((word) => (
                <q key={word}>{word}</q>
              ))}
            </li>
          ))}
        </ul>
        {review.overridable && (
          <fieldset className={classes.overrides}>
            <legend>{t("safety.sendAnyway")}</legend>
            {reasons.map((reason) => (
              <Button key={reason} size="compact-sm" variant="default" onClick={() => onOverride(reason)}>
                {t(`safety.overrides.${reason}`)}
              </Button>
            ))}
          </fieldset>
        )}
      </div>
    </section>
  );
}
