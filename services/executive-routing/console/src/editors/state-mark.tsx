import type { RobotArticles } from "@liss/contracts";
import { IconAlertTriangle, IconCheck, IconClockExclamation } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./editors.module.css";

type State = RobotArticles["articles"][number]["state"];
const icons = {
  served: IconCheck,
  "expires-soon": IconClockExclamation,
  expired: IconAlertTriangle,
  broken: IconAlertTriangle,
} satisfies Record<State, typeof IconCheck>;

/** Whether an article is shown today, by mark and word. */
export function StateMark({ state }: { state: State }) {
  const { t } = useTranslation("desk");
  const Icon = icons[state];
  return (
    <span className={classes.state} data-state={state}>
      <Icon size={14} aria-hidden="true" /> {t(`editors.states.${state}`)}
    </span>
  );
}
