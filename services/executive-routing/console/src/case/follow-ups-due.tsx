import { formatDateTime, useServerSecond } from "@liss/ui";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import lists from "../desk/lists.module.css";
import { useAnnounce } from "../live/announcer.tsx";
import classes from "./case.module.css";
import { dueNow } from "./due.ts";
import { type FollowUpKnown, followUpsQuery } from "./server.ts";

/** Among her conversations: what she wanted to look after at this hour. It reminds her, nobody else. */
export default function FollowUpsDue() {
  const { data } = useQuery(followUpsQuery);
  return data && data.length > 0 ? <Due followUps={data} /> : null;
}

function Due({ followUps }: { followUps: readonly FollowUpKnown[] }) {
  const { t } = useTranslation("desk");
  const announce = useAnnounce();
  const due = dueNow(followUps, useServerSecond());
  const last = due.at(-1)?.id;
  const heard = t("case.followUps.heard");
  useEffect(() => {
    if (last) announce("polite", heard);
  }, [last, heard, announce]);
  if (due.length === 0) return null;
  return (
    <>
      <h2 className={lists.title}>
        {t("case.followUps.due")} <span className={lists.count}>{due.length}</span>
      </h2>
      <ul className={lists.rows}>
        {due.map(({ id, sessionId, codeName, dueAt, what }) => (
          <li key={id}>
            <Link className={classes.due} to="/atenciones/$sessionId" params={{ sessionId }}>
              <strong>{codeName}</strong> <time dateTime={dueAt}>{formatDateTime(dueAt)}</time>
              <span>{what ?? t("case.followUps.nothingSaid")}</span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
