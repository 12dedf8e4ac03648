import { Problem } from "@liss/ui";
import { Button, Loader } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../api/client.ts";
import { openKeys } from "../i18n/open-keys.ts";

/** What to show while the record is asked, when it does not answer, and when it did. */
export function Asking<Data>({
  query,
  children,
}: {
  query: UseQueryResult<Data, Error>;
  children: (data: Data) => ReactNode;
}) {
  const { t, i18n } = useTranslation("explorer");
  const { t: common } = useTranslation("shared");
  if (query.error) {
    const code = query.error instanceof ApiProblem ? query.error.code : "unavailable";
    const retry = (
      <Button size="xs" variant="default" onClick={() => void query.refetch()} loading={query.isFetching}>
        {common("problem.retry")}
      </Button>
    );
    return (
      <Problem action={retry}>{openKeys(i18n, t)(`problems.${code}`) ?? t("problems.unavailable")}</Problem>
    );
  }
  if (query.data === undefined) {
    return (
      <p role="status">
        <Loader size="xs" mr="xs" aria-hidden="true" /> {t("loading")}
      </p>
    );
  }
  return <>{children(query.data)}</>;
}
