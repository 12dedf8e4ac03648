import { Button, Group, Popover, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconRefresh } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { control } from "../live/control.ts";
import { useNotices } from "../live/notice.tsx";

export function ResetButton() {
  const { t } = useTranslation();
  const { attempt } = useNotices();
  const [opened, { toggle, close }] = useDisclosure(false);
  return (
    <Popover
      opened={opened}
      onChange={(open) => !open && close()}
      width={300}
      position="top-start"
      trapFocus
      shadow="md"
    >
      <Popover.Target>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={<IconRefresh size={16} aria-hidden />}
          onClick={toggle}
        >
          {t("bench.reset")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("bench.reset")}>
        <Text size="sm">{t("bench.resetAsk")}</Text>
        <Group mt="md" gap="xs">
          <Button
            size="xs"
            color="red"
            onClick={() => {
              close();
              void attempt(control.reset());
            }}
          >
            {t("bench.resetYes")}
          </Button>
          <Button size="xs" variant="default" onClick={close} data-autofocus>
            {t("bench.cancel")}
          </Button>
        </Group>
      </Popover.Dropdown>
    </Popover>
  );
}
