import type { SessionCard } from "@liss/executive-routing/desk-api";
import { formatTime } from "@liss/ui";
import { useTranslation } from "react-i18next";
import classes from "./attention.module.css";
import { type Mark, marksOf, whoMarksOf } from "./marks.ts";

/** The marks of a row of the queue, in words. */
export function RowMarks({ card }: { card: SessionCard }) {
  const marks = marksOf(card);
  return marks.length === 0 ? null : <Marks marks={marks} />;
}

/** Who is probably writing, where the rest of a row's marks says nothing: in what is attended already. */
export function WhoMarks({ card }: { card: SessionCard }) {
  const marks = whoMarksOf(card);
  return marks.length === 0 ? null : <Marks marks={marks} />;
}

function Marks({ marks }: { marks: readonly Mark[] }) {
  const { t } = useTranslation("desk");
  const wordsOf = (mark: Mark): string => {
    if (mark.kind === "held") return t("attention.marks.held", { time: formatTime(mark.until) });
    if (mark.kind === "needs") return t("attention.marks.needs", { needs: mark.needs });
    return t(`attention.marks.${mark.kind}`);
  };
  return (
    <span className={classes.marks}>
      {marks.map((mark) => (
        <span key={mark.kind} data-warns={mark.kind === "aggressor-probing" || undefined}>
          {wordsOf(mark)}
        </span>
      ))}
    </span>
  );
}
