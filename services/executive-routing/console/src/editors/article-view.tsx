import type { RobotArticle } from "@liss/contracts";
import { formatNumber, Problem } from "@liss/ui";
import { Button, Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { codeOf } from "../server/request.ts";
import { articleQuery } from "./ask-robot.ts";
import classes from "./editors.module.css";
import { Parts } from "./parts.tsx";
import { Proposal } from "./proposal.tsx";
import { StateMark } from "./state-mark.tsx";

/** An article as she gets it, what it rests on, and the way to propose another wording. */
export function ArticleView({ id }: { id: string }) {
  const { t } = useTranslation(["desk", "shared"]);
  const { data, error } = useQuery(articleQuery(id));
  const [isEditing, edit] = useState(false);
  if (error) return <Problem>{t(`shared:refusals.${codeOf(error)}`)}</Problem>;
  if (!data) return <Loader size="sm" />;
  if (isEditing) return <Proposal article={data} onDiscard={() => edit(false)} />;
  return (
    <article className={classes.article} aria-labelledby="robot-article-title">
      <div className={classes.titleLine}>
        <h2 id="robot-article-title">{data.line.title}</h2>
        <StateMark state={data.line.state} />
        <span className={classes.grow} />
        <Button onClick={() => edit(true)}>{t("editors.edit.open")}</Button>
      </div>
      <p>{data.line.short}</p>
      {data.line.problem && <Problem>{data.line.problem}</Problem>}
      <Facts article={data} />
      <Parts parts={data.rendered.parts} />
      <Numbers article={data} />
      <Lines title={t("editors.article.sources")} lines={data.sources} />
      <Lines title={t("editors.article.questions")} lines={data.questions} />
    </article>
  );
}

function Facts({ article: { line, rendered } }: { article: RobotArticle }) {
  const { t } = useTranslation("desk");
  return (
    <dl className={classes.facts}>
      <div>
        <dt>{t("editors.article.verified")}</dt>
        <dd>{spoken(line.verifiedOn)}</dd>
      </div>
      <div>
        <dt>{t("editors.article.expires")}</dt>
        <dd>{spoken(line.expires)}</dd>
      </div>
      <div>
        <dt>{t("editors.article.version")}</dt>
        <dd>
          <code>{line.version}</code>
        </dd>
      </div>
      <div>
        <dt>{t("editors.article.readability")}</dt>
        <dd>{t("editors.article.readabilityHint", { value: formatNumber(rendered.readability) })}</dd>
      </div>
    </dl>
  );
}

function Lines({ title, lines }: { title: string; lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <ul className={classes.lines}>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}

function Numbers({ article: { numbers } }: { article: RobotArticle }) {
  const { t } = useTranslation("desk");
  const lines = numbers.map(({ number, name, hours, verifiedOn, confidence }) =>
    t("editors.article.number", {
      number,
      name,
      hours,
      date: spoken(verifiedOn),
      confidence: t(`editors.article.confidence.${confidence}`),
    }),
  );
  return <Lines title={t("editors.article.numbers")} lines={lines} />;
}

/** "2026-11-23" → "23-11-2026", as dates are written in Chile. */
const spoken = (day: string) => day.split("-").reverse().join("-");
