import type { SessionCard } from "@liss/executive-routing/desk-api";
import { formatTime, Problem } from "@liss/ui";
import { Button } from "@mantine/core";
import { IconRobotFace } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { nameOfKey } from "../desk/key-names.tsx";
import { useDesk } from "../desk/use-desk.ts";
import { useLive } from "../live/live-desk.tsx";
import classes from "./robot.module.css";
import { useTopicName } from "./topic-name.ts";
import type { Robot } from "./use-robot.ts";

/** Across the conversation while the robot attends: nobody forgets that it does. */
export function RobotBand({ card, mine, robot }: { card: SessionCard; mine: boolean; robot: Robot }) {
  const { t } = useTranslation(["desk", "shared"]);
  const { state } = useLive();
  const { robotTopics } = useDesk();
  const topicName = useTopicName();
  if (!card.delegation) return null;
  const { topics, expiresAt } = card.delegation;
  const isAll = robotTopics.every((topic) => topics.includes(topic));
  return (
    <section className={classes.band} aria-label={t("robot.band")}>
      <IconRobotFace size={20} stroke={1.7} aria-hidden="true" />
      <p>
        <strong>{t("robot.band")}</strong> {t("robot.bandUntil", { time: formatTime(expiresAt) })}
        <span className={classes.bandTopics}>
          {isAll ? t("robot.allTopics") : topics.map(topicName).join(" · ")}
        </span>
      </p>
      {robot.refused && <Problem onClose={robot.forget}>{t(`shared:refusals.${robot.refused}`)}</Problem>}
      {mine && (
        <Button
          loading={robot.acting === "take-back"}
          disabled={state !== "online"}
          onClick={robot.takeBack}
          aria-keyshortcuts={nameOfKey("takeBack")}
          title={nameOfKey("takeBack")}
        >
          {t("robot.takeBack")}
        </Button>
      )}
    </section>
  );
}
