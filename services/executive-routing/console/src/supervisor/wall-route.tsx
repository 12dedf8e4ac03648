import { EmptyState } from "@liss/ui";
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../desk/use-desk.ts";
import { useLive } from "../live/live-desk.tsx";
import classes from "./wall.module.css";
import { Wall } from "./wall.tsx";

/** The wall of the shift, for supervisors; its loads are sent only while it is on the screen. */
export function WallRoute() {
  const { t } = useTranslation("desk");
  const me = useMe();
  const { watch, wall } = useLive();
  const allowed = me.role === "supervisor";
  useEffect(() => {
    watch(null);
    if (!allowed) return;
    wall(true);
    return () => wall(false);
  }, [watch, wall, allowed]);
  if (allowed) return <Wall />;
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
