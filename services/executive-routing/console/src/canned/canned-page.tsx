import { EmptyState, Problem } from "@liss/ui";
import { Button, Loader } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { PageFrame } from "../app/page-frame.tsx";
import { codeOf } from "../server/request.ts";
import classes from "./canned.module.css";
import { CannedForm } from "./canned-form.tsx";
import { cannedQuery, removeCanned } from "./canned-query.ts";
import type { Canned } from "./pick.ts";

/** The texts that are written once: hers, and the team's, which only supervisors change. */
export function CannedPage() {
  const { t } = useTranslation(["desk", "shared"]);
  const { data, error, refetch } = useQuery({ ...cannedQuery, refetchOnMount: "always" });
  const [editing, edit] = useState<Canned | "new" | null>(null);
  if (!data)
    return (
      <PageFrame title={t("canned.title")} hint={t("canned.hint")}>
        {error ? (
          <EmptyState title={t("problems.notFoundTitle")} hint={t(`shared:refusals.${codeOf(error)}`)}>
            <Button variant="default" onClick={() => refetch()}>
              {t("problems.retry")}
            </Button>
          </EmptyState>
        ) : (
          <Loader size="sm" />
        )}
      </PageFrame>
    );
  return (
    <PageFrame
      title={t("canned.title")}
      hint={t("canned.hint")}
      action={!editing && <Button onClick={() => edit("new")}>{t("canned.new")}</Button>}
    >
      {editing && (
        <CannedForm
          key={editing === "new" ? "new" : editing.id}
          reply={editing === "new" ? null : editing}
          onDone={() => edit(null)}
        />
      )}
      {(["personal", "team"] as const).map((scope) => {
        const replies = data.replies.filter((reply) => reply.scope === scope);
        return (
          <section key={scope} className={classes.scope}>
            <h3>{t(`canned.scopes.${scope}`)}</h3>
            {replies.length === 0 && <p className={classes.hint}>{t("canned.none")}</p>}
            <ul className={classes.list}>
              {replies.map((reply) => (
                <Row key={reply.id} reply={reply} onEdit={() => edit(reply)} />
              ))}
            </ul>
          </section>
        );
      })}
    </PageFrame>
  );
}

function Row({ reply, onEdit }: { reply: Canned; onEdit: () => void }) {
  const { t } = useTranslation(["desk", "shared"]);
  const queries = useQueryClient();
  const removing = useMutation({
    mutationFn: () => removeCanned(reply.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: cannedQuery.queryKey }),
  });
  return (
    <li>
      <div>
        <strong>/{reply.name}</strong>
        <p>{reply.text}</p>
      </div>
      {reply.mayChange && (
        <div className={classes.actions}>
          <Button
            size="xs"
            variant="default"
            onClick={onEdit}
            aria-label={t("canned.editNamed", { name: reply.name })}
          >
            {t("canned.edit")}
          </Button>
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            loading={removing.isPending}
            onClick={() => removing.mutate()}
            aria-label={t("canned.removeNamed", { name: reply.name })}
          >
            {t("canned.remove")}
          </Button>
        </div>
      )}
      {reply.betrays && (
        <span className={classes.warns}>
          <IconAlertTriangle size={15} aria-hidden="true" />
          {t("canned.betrays")}
        </span>
      )}
      {removing.error && <Problem>{t(`shared:refusals.${codeOf(removing.error)}`)}</Problem>}
    </li>
  );
}
