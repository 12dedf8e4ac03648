import type { RobotArticles } from "@liss/contracts";
import { Problem } from "@liss/ui";
import { Loader, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./editors.module.css";
import { plain } from "./plain.ts";
import { StateMark } from "./state-mark.tsx";

/** All articles by topic, with their state; what needs somebody is named, not only coloured. */
export function ArticleList({
  articles,
  chosen,
  onChoose,
}: {
  articles: RobotArticles | undefined;
  chosen: string | null;
  onChoose: (id: string) => void;
}) {
  const { t } = useTranslation("desk");
  const [sought, seek] = useState("");
  const words = plain(sought);
  const found = (articles?.articles ?? []).filter(({ title, short, id, topicTitle }) =>
    plain(`${title} ${short} ${id} ${topicTitle}`).includes(words),
  );
  const topics = [...new Map(found.map(({ topic, topicTitle }) => [topic, topicTitle]))];
  return (
    <nav className={classes.list} aria-label={t("editors.list.title")}>
      <TextInput
        type="search"
        label={t("editors.list.search")}
        value={sought}
        onChange={(event) => seek(event.currentTarget.value)}
      />
      <p className={classes.dimmed} aria-live="polite">
        {articles ? t("editors.list.count", { count: found.length }) : <Loader size="xs" />}
      </p>
      {articles && articles.refused.length > 0 && (
        <Problem>
          {t("editors.refused")}: {articles.refused.map(({ file }) => file).join(", ")}
        </Problem>
      )}
      {topics.map(([topic, title]) => (
        <section key={topic}>
          <h2>{title}</h2>
          <ul>
            {found
              .filter((article) => article.topic === topic)
              .map((article) => (
                <li key={article.id}>
                  <button
                    type="button"
                    aria-current={article.id === chosen}
                    onClick={() => onChoose(article.id)}
                  >
                    <span>{article.title}</span>
                    {article.state !== "served" && <StateMark state={article.state} />}
                  </button>
                </li>
              ))}
          </ul>
        </section>
      ))}
      {articles && found.length === 0 && <p className={classes.dimmed}>{t("editors.list.none")}</p>}
    </nav>
  );
}
