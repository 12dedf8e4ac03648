import { Problem } from "@liss/ui";
import { Checkbox } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Member } from "../people/people-api.ts";

/** Who is called when nobody took it, and first when the service is closed. */
export function OnCall({
  people,
  chosen,
  onChange,
}: {
  people: readonly Member[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}) {
  const { t } = useTranslation(["desk", "shared"]);
  // Whoever left the team is called no longer, from the next change on.
  const known = people.filter(({ id }) => chosen.includes(id)).map(({ id }) => id);
  return (
    <>
      <Checkbox.Group
        label={t("rules.onCall")}
        description={t("rules.onCallHint")}
        value={known}
        onChange={onChange}
      >
        {people.map(({ id, name, role }) => (
          <Checkbox key={id} mt="xs" value={id} label={`${name} · ${t(`shared:roles.${role}`)}`} />
        ))}
      </Checkbox.Group>
      {known.length === 0 && <Problem kind="warning">{t("rules.nobodyOnCall")}</Problem>}
    </>
  );
}
