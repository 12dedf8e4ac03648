import type { ArticleProblem, RobotArticle } from "@liss/contracts";
import { Problem } from "@liss/ui";
import { Button, Textarea } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { codeOf } from "../server/request.ts";
import { checkQuery } from "./ask-robot.ts";
import classes from "./editors.module.css";
import { Parts } from "./parts.tsx";

/** So long after her last key the text is checked (ms). */
const pause = 400;

/** Another wording, checked while she writes as the service checks it at load; it leaves as a patch for review. */
export function Proposal({ article, onDiscard }: { article: RobotArticle; onDiscard: () => void }) {
  const { t } = useTranslation(["desk", "shared"]);
  const [text, write] = useState(article.text);
  const [settled] = useDebouncedValue(text, pause);
  const check = useQuery({ ...checkQuery(article.line.id, settled), placeholderData: keepPreviousData });
  const isCurrent = settled === text && !check.isPlaceholderData;
  // Which values a sentence takes goes with its code; the types of the catalogue know one sentence at a time.
  const problemIn = ({ code, values }: ArticleProblem) =>
    t(`editors.edit.problem.${code as "loose-number"}`, values as { number: string });
  const { problems = [], patch = null, rendered } = check.data ?? {};
  return (
    <section className={classes.article} aria-labelledby="robot-proposal-title">
      <h2 id="robot-proposal-title">
        {t("editors.edit.title")}: {article.line.title}
      </h2>
      <p className={classes.dimmed}>{t("editors.edit.hint")}</p>
      <Textarea
        label={t("editors.edit.field")}
        value={text}
        onChange={(event) => write(event.currentTarget.value)}
        autosize
        minRows={10}
        maxRows={18}
        spellCheck
        classNames={{ input: classes.source ?? "" }}
      />
      <div role="status" className={classes.check}>
        {check.error && <Problem>{t(`shared:refusals.${codeOf(check.error)}`)}</Problem>}
        {!isCurrent && !check.error && t("editors.edit.checking")}
        {isCurrent && problems.length > 0 && (
          <Problem kind="warning">
            {t("editors.edit.problems")}
            <ul>
              {problems.map(({ code, values }) => (
                <li key={`${code} ${Object.values(values).join(" ")}`}>{problemIn({ code, values })}</li>
              ))}
            </ul>
          </Problem>
        )}
        {isCurrent && check.data && problems.length === 0 && (
          <p>{t(patch === null ? "editors.edit.same" : "editors.edit.fine")}</p>
        )}
      </div>
      <div className={classes.actions}>
        <Button
          disabled={!isCurrent || patch === null}
          onClick={() => patch !== null && download(`${article.line.id}.patch`, patch)}
        >
          {t("editors.edit.download")}
        </Button>
        <Button variant="default" onClick={onDiscard}>
          {t("editors.edit.discard")}
        </Button>
      </div>
      {rendered && <Parts parts={rendered.parts} />}
    </section>
  );
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/x-patch" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
