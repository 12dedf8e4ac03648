import { EmptyState } from "@liss/ui";
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import classes from "../desk/desk.module.css";

export function NotFound() {
  const { t } = useTranslation("desk");
  return (
    <main className={classes.alone}>
      <EmptyState heading title={t("problems.notFoundTitle")} hint={t("problems.notFoundHint")}>
        <Button component={Link} to="/" variant="default">
          {t("problems.toDesk")}
        </Button>
      </EmptyState>
    </main>
  );
}
