import { formatDateTime } from "@liss/ui";
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./retention.module.css";
import type { Asked } from "./retention-api.ts";

const columns = ["who", "what", "due", "who_is", "answer"] as const;

/** What women asked; what must be answered soonest stands first. */
export function RightsTable({
  requests,
  onAnswer,
}: {
  requests: readonly Asked[];
  onAnswer: (asked: Asked) => void;
}) {
  const { t } = useTranslation("desk");
  return (
    <section className={classes.part} aria-labelledby="data-rights">
      <h3 id="data-rights">{t("data.rights.title")}</h3>
      {requests.length === 0 ? (
        <p className={classes.hint}>{t("data.rights.none")}</p>
      ) : (
        <table className={classes.table}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {t(`data.rights.columns.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {requests.map((asked) => (
              <tr key={asked.id} data-late={asked.overdue || undefined}>
                <th scope="row">{asked.codeName}</th>
                <td>{t(`data.kinds.${asked.kind}`)}</td>
                <td>
                  {formatDateTime(asked.dueAt)}
                  {asked.overdue && <strong> ({t("data.rights.overdue")})</strong>}
                  {asked.extended && <span> ({t("data.rights.extended")})</span>}
                </td>
                <td>{t(`data.rights.identity.${asked.identity}`)}</td>
                <td>
                  {asked.outcome === null ? (
                    <Button
                      size="xs"
                      variant="default"
                      aria-label={t("data.rights.openOf", { codeName: asked.codeName })}
                      onClick={() => onAnswer(asked)}
                    >
                      {t("data.rights.open")}
                    </Button>
                  ) : (
                    <>
                      {t(`data.rights.outcome.${asked.outcome}`)}
                      {asked.legalReason && <span>: {t(`data.legalReasons.${asked.legalReason}`)}</span>}
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
