import { useTranslation } from "react-i18next";
import classes from "./editors.module.css";

/** The messages of an article, as bubbles. */
export function Parts({ parts }: { parts: readonly string[] }) {
  const { t } = useTranslation("desk");
  return (
    <section aria-label={t("editors.article.asSeen")}>
      <h3>{t("editors.article.asSeen")}</h3>
      {parts.map((part) => (
        <p key={part} className={classes.bubble}>
          {part}
        </p>
      ))}
    </section>
  );
}
