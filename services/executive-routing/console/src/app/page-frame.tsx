import { EmptyState } from "@liss/ui";
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useEffect, useId } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../desk/use-desk.ts";
import { useLive } from "../live/live-desk.tsx";
import classes from "./page-frame.module.css";

/** The frame of every screen beside the queue: its name, what it is for, and no conversation open meanwhile. */
export function PageFrame({
  title,
  hint,
  action,
  children,
}: {
  title: string;
  hint?: ReactNode;
  /** The one thing that can be begun here. */
  action?: ReactNode;
  children: ReactNode;
}) {
  const id = useId();
  useNothingOpen();
  return (
    <main className={classes.page} aria-labelledby={id}>
      <div className={classes.head}>
        <div>
          <h2 id={id}>{title}</h2>
          {hint && <p className={classes.hint}>{hint}</p>}
        </div>
        {action}
      </div>
      {children}
    </main>
  );
}

/** What only supervisors see; anybody else is told so, and led back. */
export function ForSupervisors({ children }: { children: ReactNode }) {
  const { role } = useMe();
  return role === "supervisor" ? children : <OnlySupervisors />;
}

function OnlySupervisors() {
  const { t } = useTranslation("desk");
  useNothingOpen();
  return (
    <main className={classes.alone}>
      <EmptyState heading title={t("wall.onlySupervisors")} hint={t("wall.onlySupervisorsHint")}>
        <Button component={Link} to="/" variant="default">
          {t("wall.back")}
        </Button>
      </EmptyState>
    </main>
  );
}

function useNothingOpen(): void {
  const { watch } = useLive();
  useEffect(() => watch(null), [watch]);
}
