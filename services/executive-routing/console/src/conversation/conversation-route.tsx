import { EmptyState } from "@liss/ui";
import { Button, Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { lazy, Suspense, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { conversationQuery } from "../app/queries.ts";
import { useWorkbench } from "../app/workbench.ts";
import { useLive } from "../live/live-desk.tsx";
import { codeOf } from "../server/request.ts";
import classes from "./conversation.module.css";
import { ConversationPane } from "./conversation-pane.tsx";
import { useKeptFresh } from "./use-kept-fresh.ts";

const GlassPage = lazy(() => import("../glass/glass-page.tsx"));
const route = getRouteApi("/desk/atenciones/$sessionId");

/** One conversation by its address. */
export function ConversationRoute() {
  const { sessionId } = route.useParams();
  // Each is a look of its own: what was read before is old once she has looked elsewhere.
  return <OneConversation key={sessionId} sessionId={sessionId} />;
}

/** First the server is asked to tell its changes, then it is fetched: nothing falls between. */
function OneConversation({ sessionId }: { sessionId: string }) {
  const { t } = useTranslation(["desk", "shared"]);
  const { watch, toldSince, state } = useLive();
  useEffect(() => watch(sessionId), [watch, sessionId]);
  // Whoever pressed for it has had it fetched on the way here.
  const isFresh = (fetchedAt: number) => fetchedAt >= toldSince(sessionId);
  const { data, error, dataUpdatedAt, isFetchedAfterMount, refetch } = useQuery({
    ...conversationQuery(useWorkbench(), sessionId),
    // Nobody told this console what happened while it was not open.
    refetchOnMount: ({ state: { dataUpdatedAt } }) => (isFresh(dataUpdatedAt) ? false : "always"),
    enabled: state !== "connecting",
  });
  const fresh = isFetchedAfterMount || isFresh(dataUpdatedAt);
  useKeptFresh(data, refetch);

  if (data) return <ConversationPane conversation={data} fresh={fresh} />;
  if (error && codeOf(error) === "needs-reason")
    return (
      <Suspense>
        <GlassPage sessionId={sessionId} onOpened={() => void refetch()} />
      </Suspense>
    );
  if (error)
    return (
      <main className={classes.alone}>
        <EmptyState
          title={t("problems.notFoundTitle")}
          hint={
            codeOf(error) === "not-found" ? t("problems.notFoundHint") : t(`shared:refusals.${codeOf(error)}`)
          }
        >
          {codeOf(error) === "not-found" ? (
            <Button component={Link} to="/" variant="default">
              {t("problems.toDesk")}
            </Button>
          ) : (
            <Button variant="default" onClick={() => refetch()}>
              {t("problems.retry")}
            </Button>
          )}
        </EmptyState>
      </main>
    );
  return (
    <main className={classes.alone} aria-busy="true" aria-label={t("thread.loading")}>
      <Loader size="sm" />
    </main>
  );
}
