import {
  ActionIcon,
  Avatar,
  Badge,
  Button,
  Text,
  Title,
  Tooltip,
  UnstyledButton,
  useComputedColorScheme,
  useMantineColorScheme,
} from "@mantine/core";
import { IconAdjustmentsBolt, IconMoon, IconSun, IconWifiOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { PhoneView } from "../../view.ts";
import { avatarColour, initialsOf } from "../handset/person.ts";
import { control } from "../live/control.ts";
import { useNotices } from "../live/notice.tsx";
import type { BenchState } from "../live/state.ts";
import { LineState } from "./line-state.tsx";
import { NewPhone } from "./new-phone.tsx";
import { ResetButton } from "./reset-button.tsx";
import styles from "./sidebar.module.css";

type Props = { bench: BenchState; faultsOpen: boolean; toggleFaults: () => void };

export function Sidebar({ bench, faultsOpen, toggleFaults }: Props) {
  const { t } = useTranslation();
  return (
    <nav className={styles.sidebar} aria-label={t("bench.phones")}>
      <header>
        <Title order={1} size="h4">
          {t("bench.title")}
        </Title>
        <Text size="sm" className={styles.soft} mt={4}>
          {t("bench.intro")}
        </Text>
      </header>
      <ul className={styles.list}>
        {bench.phones.map((phone) => (
          <PhoneRow key={phone.id} phone={phone} />
        ))}
      </ul>
      <NewPhone />
      <footer className={styles.footer}>
        <LineState counters={bench.counters} />
        <Button
          variant={faultsOpen ? "filled" : "light"}
          leftSection={<IconAdjustmentsBolt size={18} aria-hidden />}
          rightSection={
            bench.faults.length > 0 ? (
              <Badge size="sm" circle color="orange" autoContrast>
                {bench.faults.length}
              </Badge>
            ) : undefined
          }
          aria-expanded={faultsOpen}
          onClick={toggleFaults}
          fullWidth
        >
          {t("bench.faults")}
        </Button>
        <div className={styles.small}>
          <ResetButton />
          <SchemeButton />
        </div>
      </footer>
    </nav>
  );
}

function PhoneRow({ phone }: { phone: PhoneView }) {
  const { t } = useTranslation();
  const { attempt } = useNotices();
  const { name, shown, unread, online } = phone;
  return (
    <li>
      <UnstyledButton
        className={styles.phone}
        data-shown={shown}
        aria-pressed={shown}
        title={t(shown ? "bench.hide" : "bench.show", { name })}
        onClick={() => void attempt(control.change(phone.id, { shown: !shown }))}
      >
        <Avatar size={36} radius="xl" color={avatarColour(phone.id)} variant="filled" aria-hidden>
          {initialsOf(name)}
        </Avatar>
        <span className={styles.who}>
          <Text component="span" size="sm" fw={600} truncate>
            {name}
          </Text>
          <Text component="span" size="xs" className={styles.soft}>
            {phone.username ? `@${phone.username}` : spaced(phone.number)}
          </Text>
        </span>
        {!online && <IconWifiOff size={16} aria-label={t("bench.offline")} />}
        {unread > 0 && (
          <Badge size="sm" circle aria-label={t("bench.unread", { count: unread })}>
            {unread}
          </Badge>
        )}
      </UnstyledButton>
    </li>
  );
}

function SchemeButton() {
  const { t } = useTranslation();
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme("light") === "dark";
  const label = t(dark ? "bench.light" : "bench.dark");
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={label}
        onClick={() => setColorScheme(dark ? "light" : "dark")}
      >
        {dark ? <IconSun size={18} aria-hidden /> : <IconMoon size={18} aria-hidden />}
      </ActionIcon>
    </Tooltip>
  );
}

/** `+56 9 0000 0001` */
function spaced(number: string): string {
  return number.replace(/^(\+56)(9)(\d{4})(\d{4})$/, "$1 $2 $3 $4");
}
