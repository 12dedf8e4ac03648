import type { Found, Search } from "@liss/executive-routing/desk-api";
import { EmptyState, formatDateTime, Problem, TierMark } from "@liss/ui";
import { DayField } from "@liss/ui/day-field";
import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { PageFrame } from "../app/page-frame.tsx";
import { codeOf, request } from "../server/request.ts";
import { classifications, endOfDay, startOfDay, tiers } from "./choices.ts";
import classes from "./search.module.css";

const empty = { text: "", tier: "", classification: "", from: "", to: "" };

/** Looks among the sessions that she may see. Each search is on the record, and is only made when she asks for it. */
export function SearchPage() {
  const { t } = useTranslation(["desk", "shared"]);
  const [fields, setFields] = useState(empty);
  const searching = useMutation({
    mutationFn: (search: Search) => request<Found>("/searches", { method: "POST", body: search }),
  });
  const change = (name: keyof typeof empty) => (event: { currentTarget: { value: string } }) =>
    setFields({ ...fields, [name]: event.currentTarget.value });
  const asked = Object.values(fields).some((value) => value.trim() !== "");
  const found = searching.data;

  return (
    <PageFrame title={t("search.title")} hint={t("search.hint")}>
      <search>
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault();
            if (asked) searching.mutate(searchOf(fields));
          }}
        >
          <TextInput
            className={classes.text}
            label={t("search.text")}
            description={t("search.textHint")}
            value={fields.text}
            onChange={change("text")}
            maxLength={120}
            autoFocus
          />
          <Button type="submit" loading={searching.isPending} disabled={!asked}>
            {t("search.submit")}
          </Button>
          <NativeSelect
            label={t("search.tier")}
            value={fields.tier}
            onChange={change("tier")}
            data={[
              { value: "", label: t("search.any") },
              ...tiers.map((value) => ({ value, label: t(`shared:tiers.${value}`) })),
            ]}
          />
          <NativeSelect
            label={t("search.classification")}
            value={fields.classification}
            onChange={change("classification")}
            data={[
              { value: "", label: t("search.any") },
              ...classifications.map((value) => ({ value, label: t(`shared:classifications.${value}`) })),
            ]}
          />
          <DayField
            label={t("search.from")}
            value={fields.from}
            onChange={(from) => setFields({ ...fields, from })}
          />
          <DayField
            label={t("search.to")}
            value={fields.to}
            onChange={(to) => setFields({ ...fields, to })}
          />
        </form>
      </search>
      {searching.error && <Problem>{t(`shared:refusals.${codeOf(searching.error)}`)}</Problem>}
      <div role="status">
        {found && found.sessions.length > 0 && (
          <p className={classes.count}>
            {t("search.found", { count: found.sessions.length })} {found.more && t("search.more")}
          </p>
        )}
        {found?.sessions.length === 0 && (
          <EmptyState title={t("search.nothing")} hint={t("search.nothingHint")} />
        )}
      </div>
      {found && found.sessions.length > 0 && (
        <ul className={classes.list} aria-label={t("search.results")}>
          {found.sessions.map((session) => (
            <li key={session.id}>
              <Link to="/atenciones/$sessionId" params={{ sessionId: session.id }}>
                {session.codeName}
              </Link>
              <TierMark tier={session.tier} />
              <span>{formatDateTime(session.openedAt)}</span>
              <span className={classes.quiet}>
                {session.classification
                  ? t(`shared:classifications.${session.classification}`)
                  : t(`search.states.${session.status}`)}
                {session.needsReason && ` · ${t("search.needsReason")}`}
                {session.inside.map((where) => ` · ${t(`search.inside.${where}`)}`)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </PageFrame>
  );
}

/** What she left empty does not narrow the search; days are Chile's, as she sees them. */
function searchOf({ text, tier, classification, from, to }: typeof empty): Search {
  return {
    ...(text.trim() && { text: text.trim() }),
    ...(tier && { tier: tier as NonNullable<Search["tier"]> }),
    ...(classification && { classification: classification as NonNullable<Search["classification"]> }),
    ...(from && { from: startOfDay(from) }),
    ...(to && { to: endOfDay(to) }),
  };
}
