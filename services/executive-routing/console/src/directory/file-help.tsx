import { useTranslation } from "react-i18next";
import { theCase } from "../case/texts.es-cl.ts";
import classes from "./directory.module.css";
import { directory } from "./texts.es-cl.ts";

const list = new Intl.ListFormat("es-CL", { type: "disjunction" });
const kinds = Object.keys(theCase.referrals.kinds) as (keyof typeof theCase.referrals.kinds)[];
const columns = ["kind", "name", "region", "commune", "phone", "hours", "address", "verified_on"] as const;
/** With the mark by which spreadsheets know UTF-8, and their semicolons. */
const template = `\uFEFF${columns.map((column) => directory.fields[column]).join(";")}\r\n`;

/** What the file must be like, and one to begin with. */
export function FileHelp() {
  const { t } = useTranslation("desk");
  const named = list.format(kinds.map((kind) => t(`case.referrals.kinds.${kind}`)));
  function download() {
    const url = URL.createObjectURL(new Blob([template], { type: "text/csv" }));
    const link = Object.assign(document.createElement("a"), { href: url, download: "directorio.csv" });
    link.click();
    URL.revokeObjectURL(url);
  }
  return (
    <details className={classes.help}>
      <summary>{t("directory.file.how")}</summary>
      <ul>
        <li>{t("directory.file.howColumns")}</li>
        <li>{t("directory.file.howKinds", { kinds: named })}</li>
        <li>{t("directory.file.howDate")}</li>
        <li>{t("directory.file.howSame")}</li>
        <li>{t("directory.file.howShelters")}</li>
      </ul>
      <button type="button" onClick={download}>
        {t("directory.file.template")}
      </button>
    </details>
  );
}
