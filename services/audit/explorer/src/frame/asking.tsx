import { Problem } from "@liss/ui";
import { Button, Group, Loader } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../api/client.ts";
import { openKeys } from "../i18n/open-keys.ts";

/** What to show while the record is asked, when it does not answer, and when it did. */
export function Asking<Data>({
  query,
  onStop,
  children,
}: {
  query: UseQueryResult<Data, Error>;
  /** For what may take long: she need not wait for it, nor does the record go on reading. */
  onStop?: () => void;
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
  if (query.data === undefined && query.fetchStatus === "idle") {
    return (
      <Problem
        kind="warning"
        action={
          <Button size="xs" variant="default" onClick={() => void query.refetch()}>
            {t("stopped.again")}
          </Button>
        }
      >
        {t("stopped.what")}
      </Problem>
    );
  }
  if (query.data === undefined) {
    return (
      <Group gap="xs" my="sm">
        <p role="status" style={{ margin: 0 }}>
          <Loader size="xs" mr="xs" aria-hidden="true" /> {t("loading")}
        </p>
        {onStop && (
          <Button size="compact-sm" variant="default" onClick={onStop}>
            {t("stopped.stop")}
          </Button>
        )}
      </Group>
    );
  }
  return <>{children(query.data)}</>;
}
