import { CloseButton } from "@mantine/core";
import { IconAlertCircle, IconAlertTriangle, IconInfoCircle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./notices.module.css";

const icons = { danger: IconAlertCircle, warning: IconAlertTriangle, info: IconInfoCircle };

/**
 * Something a person should know, in a sentence, with what to do beside it.
 * `danger` is said at once to a screen reader, the others when it is free.
 */
export function Problem({
  kind = "danger",
  children,
  action,
  onClose,
}: {
  kind?: keyof typeof icons;
  children: ReactNode;
  action?: ReactNode;
  onClose?: (() => void) | undefined;
}) {
  const { t } = useTranslation("shared");
  const Icon = icons[kind];
  return (
    <div className={classes.problem} data-kind={kind} role={kind === "danger" ? "alert" : "status"}>
      <Icon size={18} stroke={1.8} aria-hidden="true" className={classes.problemIcon} />
      <div className={classes.problemText}>{children}</div>
      {action}
      {onClose && <CloseButton size="sm" onClick={onClose} aria-label={t("problem.close")} />}
    </div>
  );
}
