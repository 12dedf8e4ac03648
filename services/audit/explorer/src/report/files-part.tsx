import { Button } from "@mantine/core";
import { IconPrinter } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client.ts";
import classes from "./report.module.css";

const tables = ["messages", "sessions", "emergencies", "invariants", "access", "unusual", "changes"] as const;

/** The report to take away: as a bundle that proves itself, as tables, on paper. */
export function FilesPart({ from, to }: { from: string; to: string }) {
  const { t } = useTranslation("explorer");
  return (
    <section className={classes.files} aria-label={t("report.files.title")}>
      <h2>{t("report.files.title")}</h2>
      <ul>
        <li>
          <a href={api.files.bundle(from, to)} download>
            {t("report.files.bundle")}
          </a>
        </li>
        <li>
          <a href={api.files.entries(from, to)} download>
            {t("report.files.entries")}
          </a>
        </li>
        {tables.map((table) => (
          <li key={table}>
            <a href={api.files.table(table, from, to)} download>
              {t(`report.files.tables.${table}`)}
            </a>
          </li>
        ))}
      </ul>
      <Button
        variant="default"
        leftSection={<IconPrinter size={16} aria-hidden="true" />}
        onClick={() => window.print()}
      >
        {t("report.files.print")}
      </Button>
      <p className={classes.quiet}>{t("report.files.hint")}</p>
    </section>
  );
}
