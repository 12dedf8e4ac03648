import { EmptyState } from "@liss/ui";
import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

/** Instead of a white page. The code is made here, so that it can be read over the phone; it holds nothing. */
export function Crash() {
  const { t } = useTranslation("desk");
  const [code] = useState(() => crypto.randomUUID().slice(0, 8));
  return (
    <main>
      <EmptyState heading title={t("problems.crashTitle")} hint={t("problems.crashHint", { code })}>
        <Button onClick={() => location.reload()}>{t("problems.reload")}</Button>
      </EmptyState>
    </main>
  );
}
