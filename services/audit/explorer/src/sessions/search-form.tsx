import type { Named } from "@liss/audit/auditor-api";
import { catalogue, tiers } from "@liss/contracts";
import { DayField } from "@liss/ui/day-field";
import { Button, NativeSelect, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { SessionSearch } from "../api/client.ts";
import { openKeys } from "../i18n/open-keys.ts";
import classes from "./sessions.module.css";

const fields = ["text", "person", "type", "tier", "from", "to"] as const;
/** Only what happens inside a session can be looked for in one. */
const typesOfSessions = catalogue
  .map((contract) => contract.type)
  .filter((type) => !/^(audit|operations)\.|^access\.log|contact-created|not-understood/.test(type));

/** Words, person, fact, tier and days. Nothing is asked until she says so: every question is recorded. */
export function SearchForm({
  search,
  people,
  onSearch,
}: {
  search: SessionSearch;
  people: readonly Named[];
  onSearch: (search: SessionSearch) => void;
}) {
  const { t, i18n } = useTranslation("explorer");
  const { t: common } = useTranslation("shared");
  const say = openKeys(i18n, t);
  const form = useRef<HTMLFormElement>(null);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const values = new FormData(event.currentTarget);
    const given = fields.map((field) => [field, String(values.get(field) ?? "").trim() || undefined]);
    onSearch(Object.fromEntries(given) as SessionSearch);
  }

  return (
    <form
      ref={form}
      className={classes.search}
      onSubmit={submit}
      aria-label={t("sessions.search")}
      // What is searched may come from the address: the fields then start anew with it.
      key={JSON.stringify([search, people.length])}
    >
      <TextInput name="text" label={t("sessions.text")} defaultValue={search.text} className={classes.text} />
      <NativeSelect
        name="person"
        label={t("sessions.person")}
        defaultValue={search.person}
        data={[
          { value: "", label: t("sessions.anyPerson") },
          ...people.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <NativeSelect
        name="type"
        label={t("sessions.type")}
        defaultValue={search.type}
        data={[
          { value: "", label: t("sessions.anyType") },
          ...typesOfSessions.map((type) => ({ value: type, label: say(`types.${type}`) ?? type })),
        ]}
      />
      <NativeSelect
        name="tier"
        label={t("sessions.tier")}
        defaultValue={search.tier}
        data={[
          { value: "", label: t("sessions.anyTier") },
          ...tiers.map((tier) => ({ value: tier, label: common(`tiers.${tier}`) })),
        ]}
      />
      <Day name="from" label={t("sessions.from")} defaultValue={search.from} />
      <Day name="to" label={t("sessions.to")} defaultValue={search.to} />
      <Button type="submit" leftSection={<IconSearch size={16} aria-hidden="true" />}>
        {t("sessions.search")}
      </Button>
    </form>
  );
}

/** A day of the form, shown as in Chile and given as `2026-11-23`. */
function Day({
  name,
  label,
  defaultValue = "",
}: {
  name: string;
  label: string;
  defaultValue?: string | undefined;
}) {
  const [day, setDay] = useState(defaultValue);
  return (
    <>
      <DayField className={classes.day ?? ""} label={label} value={day} onChange={setDay} />
      <input type="hidden" name={name} value={day} />
    </>
  );
}
