import { EmptyState } from "@liss/ui";
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

export function NotFound() {
  const { t } = useTranslation("desk");
  return (
    <main>
      <EmptyState heading title={t("problems.notFoundTitle")} hint={t("problems.notFoundHint")}>
        <Button component={Link} to="/" variant="default">
          {t("problems.toDesk")}
        </Button>
      </EmptyState>
    </main>
  );
}
