import type { SessionCard } from "@liss/executive-routing/desk-api";
import { Problem } from "@liss/ui";
import { ActionIcon, Button, Popover, Tooltip } from "@mantine/core";
import { IconChevronUp, IconRobotFace } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { nameOfKey } from "../desk/key-names.tsx";
import { useLive } from "../live/live-desk.tsx";
import classes from "./robot.module.css";
import { type Robot, usualMinutes } from "./use-robot.ts";

const DelegateForm = lazy(() => import("./delegate-form.tsx"));

/** One click lets the robot attend, with everything it knows, for half an hour; beside it, the choice. */
export function RobotButton({ card, robot }: { card: SessionCard; robot: Robot }) {
  const { t } = useTranslation(["desk", "shared"]);
  const { state } = useLive();
  const [choosing, choose] = useState(false);
  if (card.delegation) return null;
  const able = robot.can && state === "online";
  const hint = robot.tooRisky
    ? t("robot.tooRisky")
    : card.identityDoubt
      ? t("shared:refusals.identity-in-doubt")
      : robot.topics.length === 0
        ? t("robot.noTopics")
        : `${t("robot.delegateHint", { minutes: usualMinutes })} ${nameOfKey("robot")}`;
  return (
    <span className={classes.split}>
      <Tooltip label={hint}>
        <Button
          variant="default"
          className={classes.splitMain}
          leftSection={<IconRobotFace size={18} stroke={1.7} aria-hidden="true" />}
          loading={robot.acting === "delegate"}
          // Stays reachable, so that its reason can be read.
          aria-disabled={!able}
          data-disabled={!able}
          onClick={() => able && robot.start()}
          aria-keyshortcuts={nameOfKey("robot")}
        >
          {t("robot.delegate")}
        </Button>
      </Tooltip>
      <Popover opened={choosing} onChange={choose} position="top-start" width={280} trapFocus>
        <Popover.Target>
          <ActionIcon
            variant="default"
            className={classes.splitMore}
            aria-label={t("robot.choose")}
            title={t("robot.choose")}
            disabled={!able}
            onClick={() => choose(!choosing)}
          >
            <IconChevronUp size={16} aria-hidden="true" />
          </ActionIcon>
        </Popover.Target>
        <Popover.Dropdown>
          <Suspense>
            <DelegateForm
              topics={robot.topics}
              onStart={(topics, minutes) => {
                choose(false);
                robot.start(topics, minutes);
              }}
            />
          </Suspense>
        </Popover.Dropdown>
      </Popover>
      {robot.refused && <Problem onClose={robot.forget}>{t(`shared:refusals.${robot.refused}`)}</Problem>}
    </span>
  );
}
