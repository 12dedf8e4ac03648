import type { SessionTrace as Trace } from "@liss/executive-routing/desk-api";
import { Problem } from "@liss/ui";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLive } from "../live/live-desk.tsx";
import { codeOf, patiently, request } from "../server/request.ts";
import classes from "./trace.module.css";

/** What an engineer asks for when something went wrong with a conversation: the id of its trace, and where it is seen. */
export function SessionTrace({ sessionId }: { sessionId: string }) {
  const { t } = useTranslation(["desk", "shared"]);
  const { state } = useLive();
  const [asked, ask] = useState(false);
  const [copied, setCopied] = useState(false);
  const { data, error, isError, isFetching } = useQuery({
    queryKey: ["trace", sessionId],
    queryFn: ({ signal }) => request<Trace>(`/sessions/${sessionId}/trace`, { signal }),
    enabled: asked,
    staleTime: Number.POSITIVE_INFINITY,
    ...patiently,
  });
  if (!data)
    return (
      <>
        <Button
          size="xs"
          variant="default"
          disabled={state !== "online"}
          loading={isFetching}
          onClick={() => ask(true)}
        >
          {t("trace.ask")}
        </Button>
        {isError && <Problem>{t(`shared:refusals.${codeOf(error)}`)}</Problem>}
      </>
    );
  // A browser may refuse; the id stands there to be read.
  const copy = () =>
    void navigator.clipboard.writeText(data.traceId).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <div className={classes.trace}>
      <p>
        {t("trace.label")}: <code>{data.traceId}</code>
      </p>
      <p>{t("trace.hint")}</p>
      <div className={classes.acts}>
        <Button size="xs" variant="default" onClick={copy} autoFocus>
          {t(copied ? "trace.copied" : "trace.copy")}
        </Button>
        {data.url && (
          <a href={data.url} target="_blank" rel="noreferrer">
            {t("trace.open")}
          </a>
        )}
      </div>
    </div>
  );
}
