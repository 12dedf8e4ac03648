import { Problem } from "@liss/ui";
import { Button, Loader } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { codeOf } from "../server/request.ts";

/** Instead of what could not be fetched, or not yet; nothing once it is there. */
export function Unfetched({
  asked: { data, error, refetch },
}: {
  asked: { data: unknown; error: unknown; refetch: () => unknown };
}) {
  const { t } = useTranslation(["desk", "shared"]);
  if (error)
    return (
      <Problem
        action={
          <Button size="compact-sm" variant="default" onClick={() => void refetch()}>
            {t("case.retry")}
          </Button>
        }
      >
        {t("case.failed")} {t(`shared:refusals.${codeOf(error)}`)}
      </Problem>
    );
  return data === undefined ? <Loader size="sm" aria-label={t("case.loading")} role="status" /> : null;
}
