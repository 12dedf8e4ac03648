import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import tables from "../app/table.module.css";
import classes from "./directory.module.css";
import type { Looked } from "./directory-api.ts";

/** Of a file that is wrong from top to bottom the first lines say enough. */
const shown = 50;
const counts = ["added", "changed", "same"] as const;
const columns = ["line", "field", "fault"] as const;

/** What an import would do, each line that does not count with its reason, and the way on. */
export function Preview({
  looked,
  importing,
  offline,
  onImport,
}: {
  looked: Looked;
  importing: boolean;
  offline: boolean;
  onImport: () => void;
}) {
  const { t } = useTranslation("desk");
  const { name, added, changed, same, problems } = looked;
  const all = added + changed + same;
  return (
    <section className={classes.preview} aria-labelledby="directory-preview">
      <h4 id="directory-preview">{t("directory.preview.title", { name })}</h4>
      <div role="status">
        <ul className={classes.counts}>
          {counts.map(
            (one) =>
              looked[one] > 0 && <li key={one}>{t(`directory.preview.${one}`, { count: looked[one] })}</li>,
          )}
          {problems.length > 0 && (
            <li data-wrong>{t("directory.preview.wrong", { count: problems.length })}</li>
          )}
          {all + problems.length === 0 && <li>{t("directory.preview.nothing")}</li>}
        </ul>
      </div>
      {problems.length > 0 && (
        <>
          <table className={tables.list}>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column} scope="col">
                    {t(`directory.preview.columns.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {problems.slice(0, shown).map(({ line, field, fault }) => (
                <tr key={`${line}:${field}`}>
                  <td className="liss-tabular">{line}</td>
                  <td>{t(`directory.fields.${field}`)}</td>
                  <td>{t(`directory.faults.${fault}`)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {problems.length > shown && (
            <p className={classes.hint}>{t("directory.preview.more", { count: problems.length - shown })}</p>
          )}
          {all > 0 && <p className={classes.hint}>{t("directory.preview.skip")}</p>}
        </>
      )}
      {all > 0 && (
        <div>
          <Button loading={importing} disabled={offline} onClick={onImport}>
            {t("directory.preview.import", { count: all })}
          </Button>
        </div>
      )}
    </section>
  );
}
