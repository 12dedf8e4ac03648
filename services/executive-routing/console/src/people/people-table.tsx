import { formatDateTime } from "@liss/ui";
import { Button } from "@mantine/core";
import { IconAlertTriangle, IconClock, IconLock, IconShieldCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useMe } from "../desk/use-desk.ts";
import classes from "./people.module.css";
import type { Member } from "./people-api.ts";

const columns = ["name", "role", "entry", "login", "able"] as const;

/** Everybody by name; those who left at the end, for the record names them. */
export function PeopleTable({
  people,
  onChange,
}: {
  people: readonly Member[];
  onChange: (member: Member) => void;
}) {
  const { t } = useTranslation(["desk", "shared"]);
  const me = useMe();
  const ordered = people.toSorted((a, b) => Number(b.active) - Number(a.active));
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {t(`people.columns.${column}`)}
            </th>
          ))}
          <td />
        </tr>
      </thead>
      <tbody>
        {ordered.map((member) => (
          <tr key={member.id} data-closed={!member.active || undefined}>
            <th scope="row">
              {member.name}
              {member.id === me.id && <small> ({t("people.you")})</small>}
              <span>{member.email}</span>
            </th>
            <td>{t(`shared:roles.${member.role}`)}</td>
            <td>
              <Entry member={member} />
            </td>
            <td>{member.lastLoginAt ? formatDateTime(member.lastLoginAt) : t("people.never")}</td>
            <td>{[...member.languages, ...member.skills].join(", ")}</td>
            <td>
              <Button
                size="xs"
                variant="default"
                onClick={() => onChange(member)}
                aria-label={t("people.changeOf", { name: member.name })}
              >
                {t("people.change")}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** With what she enters, in words and a shape. */
function Entry({ member }: { member: Member }) {
  const { t } = useTranslation("desk");
  const [Icon, state, words] = !member.active
    ? ([IconLock, "closed", t("people.entry.closed")] as const)
    : member.linkUntil
      ? ([IconClock, "link", t("people.entry.link", { until: formatDateTime(member.linkUntil) })] as const)
      : member.secondFactor
        ? ([IconShieldCheck, "factor", t("people.entry.factor")] as const)
        : ([IconAlertTriangle, "bare", t("people.entry.noFactor")] as const);
  return (
    <span className={classes.entry} data-state={state}>
      <Icon size={16} stroke={1.8} aria-hidden="true" />
      {words}
    </span>
  );
}
