import { Button, Checkbox, Popover, Stack, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { control } from "../live/control.ts";
import { useNotices } from "../live/notice.tsx";

export function NewPhone() {
  const { t } = useTranslation();
  const { attempt } = useNotices();
  const [opened, { toggle, close }] = useDisclosure(false);
  const [name, setName] = useState("");
  const [byUsername, setByUsername] = useState(false);

  async function create(event: FormEvent) {
    event.preventDefault();
    const username = byUsername ? `persona.${Math.random().toString(36).slice(2, 8)}` : undefined;
    const wanted = { ...(name.trim() ? { name: name.trim() } : {}), ...(username ? { username } : {}) };
    if (!(await attempt(control.addPhone(wanted)))) return;
    setName("");
    setByUsername(false);
    close();
  }

  return (
    <Popover
      opened={opened}
      onChange={(open) => !open && close()}
      width={320}
      position="right-start"
      trapFocus
      shadow="md"
    >
      <Popover.Target>
        <Button variant="default" leftSection={<IconPlus size={18} aria-hidden />} onClick={toggle}>
          {t("bench.add")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("newPhone.title")}>
        <form onSubmit={(event) => void create(event)}>
          <Stack gap="md">
            <TextInput
              label={t("newPhone.name")}
              description={t("newPhone.nameHelp")}
              value={name}
              maxLength={60}
              onChange={(event) => setName(event.currentTarget.value)}
              data-autofocus
            />
            <Checkbox
              label={t("newPhone.username")}
              description={t("newPhone.usernameHelp")}
              checked={byUsername}
              onChange={(event) => setByUsername(event.currentTarget.checked)}
            />
            <Button type="submit">{t("newPhone.create")}</Button>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
