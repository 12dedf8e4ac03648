import type { RobotExplanation, RobotTurn } from "@liss/contracts";
import { Problem } from "@liss/ui";
import { Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { codeOf } from "../server/request.ts";
import { explain, type Said, turn } from "./ask-robot.ts";
import classes from "./editors.module.css";
import { Explanation } from "./explanation.tsx";
import { RobotSays, type Tapped } from "./robot-says.tsx";

type Exchange = { said: string | null; answer: RobotTurn; why: RobotExplanation | null };

/** A conversation with the robot as in a delegation, of which nothing is kept, and why it says what it says. */
export function Sandbox({ first, onArticle }: { first: string | null; onArticle: (id: string) => void }) {
  const { t } = useTranslation(["desk", "shared"]);
  const [exchanges, setExchanges] = useState<readonly Exchange[]>([]);
  const [text, write] = useState(first ?? "");
  const last = exchanges.at(-1);
  const { mutate, isPending, error } = useMutation({
    mutationFn: async ({ before, said }: { before: readonly Exchange[]; said?: Said }) => {
      const [answer, why] = await Promise.all([
        turn(before.at(-1)?.answer.state, said),
        said?.kind === "text" ? explain(said.text) : null,
      ]);
      return [
        ...before,
        { said: said ? (said.kind === "text" ? said.text : said.title) : null, answer, why },
      ];
    },
    onSuccess: setExchanges,
  });
  useEffect(() => mutate({ before: [] }), [mutate]);
  const isOver = last?.answer.handBack !== undefined;
  const say = (said: Said) => mutate({ before: exchanges, said });

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (text.trim() === "" || isPending || isOver) return;
    say({ kind: "text", text: text.trim() });
    write("");
  }

  return (
    <section className={classes.sandbox} aria-label={t("editors.sandbox.conversation")}>
      <div className={classes.talk}>
        <p className={classes.dimmed}>{t("editors.sandbox.hint")}</p>
        <ol aria-live="polite">
          {exchanges.map(({ said, answer }, at) => (
            // Turns are only ever added at the end.
            <li key={at}>
              {said !== null && (
                <p className={classes.hers}>
                  <strong>{t("editors.sandbox.you")}</strong> {said}
                </p>
              )}
              {answer.proposals.map(({ content }, place) => (
                <RobotSays
                  key={place}
                  content={content}
                  canTap={at === exchanges.length - 1 && !isOver && !isPending}
                  onTap={({ id, title }: Tapped) => say({ kind: "choice", id, title })}
                />
              ))}
              {answer.handBack && (
                <Problem kind="warning">
                  {t("editors.sandbox.handsBack")}
                  <br />
                  <strong>{t("editors.sandbox.summary")}:</strong> {answer.handBack.summary}
                </Problem>
              )}
            </li>
          ))}
        </ol>
        {error && <Problem>{t(`shared:refusals.${codeOf(error)}`)}</Problem>}
        <form onSubmit={submit} className={classes.ask}>
          <TextInput
            label={t("editors.sandbox.field")}
            value={text}
            onChange={(event) => write(event.currentTarget.value)}
            maxLength={2000}
            disabled={isOver}
          />
          <Button type="submit" loading={isPending} disabled={isOver}>
            {t("editors.sandbox.send")}
          </Button>
          <Button variant="default" onClick={() => mutate({ before: [] })}>
            {t("editors.sandbox.again")}
          </Button>
        </form>
      </div>
      {last?.why && <Explanation why={last.why} onArticle={onArticle} />}
    </section>
  );
}
