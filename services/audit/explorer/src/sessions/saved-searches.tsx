import { Button, CloseButton, Group, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { SessionSearch } from "../api/client.ts";
import { readSaved, type Saved, writeSaved } from "./saved.ts";
import classes from "./sessions.module.css";

/** Searches that she comes back to, kept in this browser under her name. */
export function SavedSearches({
  owner,
  search,
  onSearch,
}: {
  owner: string;
  search: SessionSearch;
  onSearch: (search: SessionSearch) => void;
}) {
  const { t } = useTranslation("explorer");
  const [saved, setSaved] = useState(() => readSaved(owner));
  const [naming, setNaming] = useState(false);
  const searching = Object.values(search).some(Boolean);
  const change = (next: readonly Saved[]) => {
    setSaved(next);
    writeSaved(owner, next);
  };

  function keep(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get("name") ?? "").trim();
    if (!name) return;
    change([...saved.filter((one) => one.name !== name), { name, search }]);
    setNaming(false);
  }

  if (saved.length === 0 && !searching) return null;
  return (
    <Group component="section" gap="xs" mb="sm" aria-label={t("saved.title")}>
      {saved.map((one) => (
        <Group key={one.name} gap={2}>
          <Button size="compact-sm" variant="default" onClick={() => onSearch(one.search)}>
            {one.name}
          </Button>
          <CloseButton
            size="sm"
            aria-label={t("saved.remove", { name: one.name })}
            onClick={() => change(saved.filter(({ name }) => name !== one.name))}
          />
        </Group>
      ))}
      {searching && !naming && (
        <Button size="compact-sm" variant="subtle" onClick={() => setNaming(true)}>
          {t("saved.save")}
        </Button>
      )}
      {naming && (
        <form className={classes.naming} onSubmit={keep}>
          <TextInput size="xs" name="name" aria-label={t("saved.name")} maxLength={60} required />
          <Button size="compact-sm" type="submit">
            {t("saved.keep")}
          </Button>
          <Button size="compact-sm" variant="subtle" onClick={() => setNaming(false)}>
            {t("saved.cancel")}
          </Button>
        </form>
      )}
    </Group>
  );
}
