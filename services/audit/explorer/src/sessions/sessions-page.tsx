import { EmptyState } from "@liss/ui";
import { Button, Group } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, type SessionSearch } from "../api/client.ts";
import { Asking } from "../frame/asking.tsx";
import { useMe } from "../frame/use-me.ts";
import { SavedSearches } from "./saved-searches.tsx";
import { SearchForm } from "./search-form.tsx";
import { SessionsTable } from "./sessions-table.tsx";

/** Every session on the record, and how to find one. */
export function SessionsPage({
  search,
  onSearch,
}: {
  search: SessionSearch;
  onSearch: (search: SessionSearch) => void;
}) {
  const { t } = useTranslation("explorer");
  const { me, people } = useMe();
  const query = useInfiniteQuery({
    queryKey: ["sessions", search],
    queryFn: ({ pageParam }) => api.sessions(search, pageParam),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    // The list is the place one comes back to: it should be of now, and looking again is on the record like the rest.
    staleTime: 5_000,
    refetchOnMount: true,
  });
  const searching = Object.values(search).some(Boolean);
  return (
    <>
      <Group justify="space-between" mb="sm">
        <h1>{t("sessions.title")}</h1>
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} aria-hidden="true" />}
          loading={query.isFetching && !query.isPending}
          onClick={() => void query.refetch()}
        >
          {t("sessions.refresh")}
        </Button>
      </Group>
      <SearchForm search={search} people={people} onSearch={onSearch} />
      {me && <SavedSearches owner={me.id} search={search} onSearch={onSearch} />}
      <Asking query={query}>
        {({ pages }) => {
          const sessions = pages.flatMap((page) => page.sessions);
          if (sessions.length === 0) {
            return searching ? (
              <EmptyState title={t("sessions.notFound")} hint={t("sessions.notFoundHint")}>
                <Button variant="default" onClick={() => onSearch({})}>
                  {t("sessions.clear")}
                </Button>
              </EmptyState>
            ) : (
              <EmptyState title={t("sessions.empty")} hint={t("sessions.emptyHint")} />
            );
          }
          return (
            <>
              <SessionsTable sessions={sessions} />
              {query.hasNextPage && (
                <Button
                  variant="default"
                  mt="md"
                  loading={query.isFetchingNextPage}
                  onClick={() => void query.fetchNextPage()}
                >
                  {t("sessions.more")}
                </Button>
              )}
            </>
          );
        }}
      </Asking>
    </>
  );
}
