import type { RobotExplanation } from "@liss/contracts";
import { useTranslation } from "react-i18next";
import classes from "./editors.module.css";

const places = ["questions", "keywords", "title", "body"] as const;
const percent = (share: number) => Math.round(share * 100);

/** Which articles fit a question, by which words and how sure the robot is. */
export function Explanation({ why, onArticle }: { why: RobotExplanation; onArticle: (id: string) => void }) {
  const { t } = useTranslation("desk");
  const { does, sign, confidence, floors, tokens, candidates } = why;
  return (
    <aside className={classes.why} aria-labelledby="robot-why-title">
      <h2 id="robot-why-title">{t("editors.why.title")}</h2>
      <p>
        <strong>{t(`editors.why.does.${does}`)}</strong>
      </p>
      {sign && <p>{t("editors.why.sign", { label: sign.label, words: sign.words.join(" ") })}</p>}
      <p>
        {t("editors.why.confidence", {
          value: percent(confidence),
          answer: percent(floors.answer),
          guess: percent(floors.guess),
        })}
      </p>
      <p className={classes.dimmed}>{t("editors.why.words", { words: tokens.join(", ") })}</p>
      {candidates.length === 0 && <p>{t("editors.why.none")}</p>}
      <ol>
        {candidates.map(({ articleId, title, score, version, found }) => (
          <li key={articleId}>
            <button type="button" className={classes.linkLike} onClick={() => onArticle(articleId)}>
              {title}
            </button>{" "}
            <strong>{t("editors.why.score", { value: percent(score) })}</strong> <code>{version}</code>
            <p className={classes.dimmed}>
              {t("editors.why.found", {
                words: found
                  .map(({ word, where }) => {
                    const named = places.filter((place) => where.includes(place));
                    return `${word} (${named.map((place) => t(`editors.why.where.${place}`)).join(", ")})`;
                  })
                  .join(" · "),
              })}
            </p>
          </li>
        ))}
      </ol>
    </aside>
  );
}
