import { Problem, SchemeSwitch } from "@liss/ui";
import { Button, SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ArticleList } from "./article-list.tsx";
import { ArticleView } from "./article-view.tsx";
import { articlesQuery } from "./ask-robot.ts";
import classes from "./editors.module.css";
import { GapList } from "./gap-list.tsx";
import { Sandbox } from "./sandbox.tsx";

const views = ["article", "sandbox", "gaps"] as const;
type View = (typeof views)[number];

/** Everything the robot says, whether it may be said today, and what it makes of a question. */
export function EditorsPage({
  name,
  hasDesk,
  onLeave,
}: {
  name: string;
  hasDesk: boolean;
  onLeave: () => void;
}) {
  const { t } = useTranslation("desk");
  const articles = useQuery(articlesQuery);
  const [view, setView] = useState<View>("article");
  const [chosen, choose] = useState<string | null>(null);
  const [tried, tryOut] = useState<string | null>(null);
  const open = (id: string) => {
    choose(id);
    setView("article");
  };
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <h1>{t("editors.title")}</h1>
        {articles.data && (
          <code className={classes.dimmed}>
            {t("editors.version", { version: articles.data.contentVersion })}
          </code>
        )}
        <span className={classes.grow} />
        <SchemeSwitch />
        <span>{name}</span>
        {hasDesk && <Link to="/">{t("editors.toDesk")}</Link>}
        <Button variant="default" size="xs" onClick={onLeave}>
          {t("editors.leave")}
        </Button>
      </header>
      <div className={classes.columns}>
        <ArticleList articles={articles.data} chosen={chosen} onChoose={open} />
        <main className={classes.main}>
          {articles.isError && (
            <>
              <Problem>{t("editors.away")}</Problem>
              <Button variant="default" onClick={() => articles.refetch()}>
                {t("editors.retry")}
              </Button>
            </>
          )}
          <SegmentedControl
            aria-label={t("editors.title")}
            value={view}
            onChange={(value) => setView(views.find((each) => each === value) ?? "article")}
            data={views.map((value) => ({ value, label: t(`editors.views.${value}`) }))}
          />
          {view === "article" && chosen !== null && <ArticleView key={chosen} id={chosen} />}
          {view === "article" && chosen === null && (
            <p className={classes.dimmed}>{t("editors.article.choose")}</p>
          )}
          {view === "sandbox" && <Sandbox key={tried} first={tried} onArticle={open} />}
          {view === "gaps" && (
            <GapList
              onTry={(words) => {
                tryOut(words);
                setView("sandbox");
              }}
            />
          )}
        </main>
      </div>
    </div>
  );
}
