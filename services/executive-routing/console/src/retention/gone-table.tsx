import type { Retention } from "@liss/executive-routing/desk-api";
import { formatDateTime } from "@liss/ui";
import { useTranslation } from "react-i18next";
import classes from "./retention.module.css";

const columns = ["who", "what", "when", "proof"] as const;

/** What was destroyed, as numbers: the record has the ids of the keys. */
export function GoneTable({ gone }: { gone: Retention["gone"] }) {
  const { t } = useTranslation("desk");
  return (
    <section className={classes.part} aria-labelledby="data-gone">
      <h3 id="data-gone">{t("data.gone.title")}</h3>
      {gone.length === 0 ? (
        <p className={classes.hint}>{t("data.gone.none")}</p>
      ) : (
        <table className={classes.table}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {t(`data.gone.columns.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {gone.map(({ id, codeName, kind, cause, doneAt, keys, messages }) => (
              <tr key={id}>
                <th scope="row">{codeName}</th>
                <td>
                  {t(`data.gone.kinds.${kind}`)}: {t(`data.gone.causes.${cause}`)}
                </td>
                <td>{doneAt ? formatDateTime(doneAt) : t("data.gone.underWay")}</td>
                <td>{t("data.gone.proof", { keys, messages })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
