import { useTranslation } from "react-i18next";
import { ForSupervisors, PageFrame } from "../app/page-frame.tsx";
import { DirectoryList } from "./directory-list.tsx";
import { ImportFile } from "./import-file.tsx";

/** The services to which somebody may be referred, and how a supervisor brings them up to date. */
export function DirectoryRoute() {
  return (
    <ForSupervisors>
      <Services />
    </ForSupervisors>
  );
}

function Services() {
  const { t } = useTranslation("desk");
  return (
    <PageFrame title={t("directory.title")} hint={t("directory.hint")}>
      <ImportFile />
      <DirectoryList />
    </PageFrame>
  );
}
