import type { AnnouncementsMade } from "@liss/executive-routing/desk-api";
import { formatDateTime, formatTime, Problem, useServerSecond } from "@liss/ui";
import { Button } from "@mantine/core";
import { IconCheck, IconClockHour4 } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { codeOf } from "../server/request.ts";
import classes from "./announcements.module.css";
import { announcementsQuery, withdraw } from "./announcements-api.ts";

type Made = AnnouncementsMade["announcements"][number];

/** What was told lately, and of each who has read it and who on shift has not. */
export function MadeList({ announcements }: { announcements: readonly Made[] }) {
  const { t } = useTranslation("desk");
  return (
    <section className={classes.list} aria-labelledby="made-title">
      <h3 id="made-title">{t("announcements.made.title")}</h3>
      {announcements.length === 0 && <p className={classes.hint}>{t("announcements.made.none")}</p>}
      <ul>
        {announcements.map((made) => (
          <Announcement key={made.id} made={made} />
        ))}
      </ul>
    </section>
  );
}

function Announcement({ made }: { made: Made }) {
  const { t } = useTranslation(["desk", "shared"]);
  const queries = useQueryClient();
  const now = useServerSecond();
  const { mutate, isPending, error } = useMutation({
    mutationFn: withdraw,
    onSuccess: () => queries.invalidateQueries({ queryKey: announcementsQuery.queryKey }),
  });
  const { id, text, team, read, mustBeRead, withdrawnAt } = made;
  // Nobody is behind with what she was not asked to read.
  const missing = mustBeRead ? made.missing : [];
  const state = withdrawnAt ? "withdrawn" : Date.parse(made.until) > now ? "stands" : "over";
  const all = read.length + missing.length;
  return (
    <li className={classes.made} data-state={state}>
      <p className={classes.text}>{text}</p>
      <p className={classes.meta}>
        <strong>{t(`announcements.made.${state}`)}</strong> ·{" "}
        {t("announcements.made.when", { name: made.authorName, at: formatDateTime(made.at) })} ·{" "}
        {t("announcements.made.until", { time: formatDateTime(made.until) })} ·{" "}
        {team ? t("announcements.form.team", { team }) : t("announcements.form.everybody")}
      </p>
      {all > 0 ? (
        <>
          <p className={classes.count} id={`made-${id}`}>
            {mustBeRead
              ? t("announcements.made.readBy", { read: read.length, all })
              : t("announcements.made.readers", { count: read.length })}
          </p>
          <ul className={classes.people} aria-labelledby={`made-${id}`}>
            {missing.map((person) => (
              <li key={person.id} data-read="no">
                <IconClockHour4 size={14} role="img" aria-label={t("announcements.made.missing")} />
                {person.name}
              </li>
            ))}
            {read.map((person) => (
              <li key={person.id} data-read="yes">
                <IconCheck size={14} role="img" aria-label={t("announcements.made.reader")} />
                {person.name} <time dateTime={person.at}>{formatTime(person.at)}</time>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p className={classes.count}>{t("announcements.made.nobody")}</p>
      )}
      {state === "stands" && (
        <Button
          className={classes.withdraw}
          size="compact-sm"
          variant="subtle"
          color="gray"
          loading={isPending}
          onClick={() => mutate(id)}
          aria-label={t("announcements.made.withdrawNamed", { text })}
        >
          {t("announcements.made.withdraw")}
        </Button>
      )}
      {error && <Problem>{t(`shared:refusals.${codeOf(error)}`)}</Problem>}
    </li>
  );
}
