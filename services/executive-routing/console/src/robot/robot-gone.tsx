import type { Conversation } from "@liss/executive-routing/desk-api";
import { Problem } from "@liss/ui";
import { useTranslation } from "react-i18next";
import { desk } from "../texts.es-cl.ts";
import classes from "./robot.module.css";

/** The robot stopped by itself: why, and what it leaves to whoever goes on. Her answer takes it away. */
export function RobotGone({ gone }: { gone: NonNullable<Conversation["robotGone"]> }) {
  const { t } = useTranslation("desk");
  const { reason, summary } = gone;
  return (
    <div className={classes.gone}>
      <Problem kind="warning">
        <strong>{t(sentenceOf(reason), { reason: t(`timeline.endings.${named(reason)}`) })}</strong> {summary}
      </Problem>
    </div>
  );
}

const sentenceOf = (reason: string) =>
  reason === "unavailable" ? ("robot.unavailable" as const) : ("robot.goneBecause" as const);

type Ending = keyof typeof desk.timeline.endings;

/** The reason as the catalogue names it. */
function named(reason: string): Ending {
  return Object.hasOwn(desk.timeline.endings, reason) ? (reason as Ending) : "other";
}
